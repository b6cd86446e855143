/** A server that greets only when the client has spoken, though it is the server that speaks first (RFC 5321 §3.1). */
import type { Milliseconds } from "../base/time.ts";
import { keyOfObservation } from "../judge/key.ts";
import { describeAnswer } from "../session/reach_state.ts";
import type { Observation } from "../smtp/observation.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Env } from "./env.ts";
import type { OwnBreach } from "./own_breach.ts";
import { maskAnswer, reachOnce } from "./reach.ts";

/** A part of the time in which no greeting came: after that, one that comes at once is owed to the client. Our choice. */
const part = 1 / 3;

/** How a connection went on which no greeting came. */
interface Opened {
  readonly received: Observation;
  readonly shown: Omit<OwnBreach, "rule" | "why">;
}

/**
 * Waits for a greeting, less long than it was waited for in vain, says EHLO, and looks whether a reply of success comes at
 * once; then waits as long on another connection without a word. The breach is that only the first had a reply.
 */
export async function findSilentGreeting(env: Env, endpoint: Endpoint): Promise<OwnBreach | undefined> {
  const within = env.target.deadlines.greeting * part;
  const spoken = await open(env, endpoint, { within, speaks: true });
  if (spoken?.received.kind !== "reply" || spoken.received.code >= 300) return undefined; // 5yz: it refuses an early client
  const unspoken = await open(env, endpoint, { within: 2 * within, speaks: false });
  if (unspoken?.received.kind !== "silence") return undefined;
  return { ...spoken.shown, rule: "greets-first", why: "nothing came until the client had spoken" };
}

/** Opens a connection and waits; then speaks and waits again, or only waits. Undefined where a greeting came, or none can. */
async function open(
  env: Env,
  endpoint: Endpoint,
  { within, speaks }: { readonly within: Milliseconds; readonly speaks: boolean },
): Promise<Opened | undefined> {
  const reached = await reachOnce(env, endpoint, { start: "connected", session: new Set() });
  if (reached.kind === "failed") return undefined;
  const { session, transcript } = reached;
  const hello = `${roleRules[endpoint.role].hello} ${env.target.client}`;
  let received = await session.read(within);
  if (speaks && received.kind === "silence") {
    await session.send(hello);
    received = await session.read(within);
  } else if (speaks) {
    session.connection.destroy();
    return undefined;
  }
  const event = transcript.latest;
  const { seen } = maskAnswer(describeAnswer(session, speaks ? hello : undefined, received), transcript);
  session.connection.destroy(); // Which of the replies to come answers which command, nobody can tell.
  return {
    received,
    shown: {
      received: seen,
      key: keyOfObservation(received),
      transcript: transcript.finish(),
      event: transcript.placeOf(event),
    },
  };
}
