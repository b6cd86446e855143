/** Looks at a server from outside all sessions: does it greet? */
import { isProblem } from "../base/problem.ts";
import type { Milliseconds } from "../base/time.ts";
import { openEndpoint } from "../session/open_endpoint.ts";
import type { Observation } from "../smtp/observation.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Connection } from "../wire/connection.ts";
import { sleep } from "../wire/sleep.ts";
import { Transcript } from "../wire/transcript.ts";
import type { Env } from "./env.ts";

/** Asks after a hostile case whether the server still answers: any greeting will do. */
export async function stillAnswers(env: Env, endpoint: Endpoint): Promise<boolean> {
  const waits: readonly Milliseconds[] = [0, 500, 2_000, 5_000]; // our choice: a supervisor may restart it
  for (const wait of waits) {
    if (env.signal.aborted) return true;
    if (wait > 0) await sleep(wait);
    const answered = await env.pool.use(1, () => greets(env, endpoint));
    if (answered) return true;
  }
  return false;
}

async function greets(env: Env, endpoint: Endpoint): Promise<boolean> {
  const transcript = new Transcript(env.clock, env.secrets);
  const connection = await openEndpoint(endpoint, env.target, { name: "still there", transcript, signal: env.signal });
  if ("kind" in connection) return false;
  const received = await takeGreeting(env, endpoint, connection);
  connection.destroy();
  return received?.kind === "reply";
}

/** Waits for a greeting, inside TLS where that is due, and says QUIT to one; undefined where the handshake failed. */
export async function takeGreeting(
  { target: { deadlines, ca } }: Env,
  endpoint: Endpoint,
  connection: Connection,
): Promise<Observation | undefined> {
  if (roleRules[endpoint.role].tls === "implicit") {
    const facts = await connection.startTls({ name: endpoint.tlsName, ca, within: deadlines.greeting });
    if (isProblem(facts)) return undefined;
  }
  const received = await connection.next(deadlines.greeting);
  if (received.kind === "reply") {
    await connection.write([{ octets: new TextEncoder().encode("QUIT\r\n"), secrets: [] }], 0);
  }
  return received;
}
