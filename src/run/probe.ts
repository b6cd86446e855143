/** Asks an endpoint what it offers in each state of a session. */
import type { Milliseconds } from "../base/time.ts";
import { type Offer, offers } from "../smtp/ehlo.ts";
import type { KnownQuit, SessionState } from "../plan/plan.ts";
import type { Session } from "../session/session.ts";
import { isAfter } from "../session/stage.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import { maskText } from "../attempt/mask.ts";
import { describeThrown } from "../attempt/thrown.ts";
import { type TlsFacts, Transcript } from "../wire/transcript.ts";
import type { Env } from "./env.ts";
import { leave, reach, type Reached } from "./reach.ts";
import type { Unreached } from "./unreached.ts";

/** What an endpoint showed of itself. */
export interface Probe {
  readonly offers: ReadonlyMap<SessionState, Offer>;
  /** Why a state that is offered was not reached. */
  readonly unreached: ReadonlyMap<SessionState, Unreached>;
  readonly tls: TlsFacts | undefined;
  /** How QUIT was answered in each state. */
  readonly quits: ReadonlyMap<SessionState, KnownQuit>;
  /** How long it took at least to come to the reply to EHLO; Infinity where none came. */
  readonly took: Milliseconds;
}

/**
 * Asks what the endpoint offers in plaintext, inside TLS, and after AUTH. What cannot be reached stays unknown. Never
 * rejects: what is thrown on the way to a state is why it was not reached.
 */
export async function probe(env: Env, endpoint: Endpoint): Promise<Probe> {
  const found = new Map<SessionState, Offer>();
  const unreached = new Map<SessionState, Unreached>();
  let tls: TlsFacts | undefined;
  const quits = new Map<SessionState, KnownQuit>();
  let took = Infinity;
  const isImplicit = roleRules[endpoint.role].tls === "implicit";
  const ask = async (session: ReadonlySet<"tls" | "auth">, state: SessionState) => {
    const asked = await askIn(env, endpoint, session);
    if (asked.kind === "unreached") {
      unreached.set(state, asked);
      return;
    }
    if (asked.offer !== undefined) found.set(state, asked.offer);
    tls ??= asked.tls;
    quits.set(state, asked.quit);
    took = Math.min(took, asked.took);
  };
  await ask(new Set(), isImplicit ? "tls" : "plain");
  const first = found.get(isImplicit ? "tls" : "plain");
  if (isImplicit && first !== undefined) found.set("plain", first);
  if (!isImplicit && first !== undefined && offers(first, "STARTTLS")) await ask(new Set(["tls"]), "tls");
  if (env.target.user !== undefined && env.target.pass !== undefined) {
    const [plain, inTls] = [isImplicit ? undefined : found.get("plain"), found.get("tls")];
    if (plain !== undefined && offers(plain, "AUTH")) await ask(new Set(["auth"]), "auth");
    if (inTls !== undefined && offers(inTls, "AUTH")) await ask(new Set(["tls", "auth"]), "tls+auth");
  }
  return { offers: found, unreached, tls, quits, took };
}

/** What was learnt in one state. */
interface Asked {
  readonly kind: "asked";
  readonly offer: Offer | undefined;
  readonly tls: TlsFacts | undefined;
  readonly quit: KnownQuit;
  readonly took: Milliseconds;
}

/** Asks what an endpoint offers in one state; gives why it was not reached. Never rejects. */
export async function askIn(
  env: Env,
  endpoint: Endpoint,
  session: ReadonlySet<"tls" | "auth">,
): Promise<Asked | Unreached> {
  try {
    const reached = await reach(env, endpoint, { start: "ehlo", session });
    if (reached.kind === "failed") return whyUnreached(reached);
    const took = reached.transcript.now();
    const offer = session.has("auth") ? await helloAgain(env, endpoint, reached.session) : reached.session.offer;
    const { tls } = reached.session.connection;
    return { kind: "asked", offer, tls, took, quit: await leave(reached.session) };
  } catch (error) {
    const reason = maskText(describeThrown(error).reason, new Transcript(env.clock, env.secrets));
    return { kind: "unreached", reason, isForNow: false, timedOut: undefined };
  }
}

function whyUnreached({ reason, failure }: Extract<Reached, { kind: "failed" }>): Unreached {
  const { received, again, at = "connection" } = failure ?? {};
  // The sanity check came further a moment ago.
  const isForNow = !isAfter(at, "hello") ||
    (received?.kind === "reply" && received.code >= 400 && received.code < 500);
  const isSilent = at === "login" && received?.kind === "silence";
  return {
    kind: "unreached",
    reason,
    isForNow,
    timedOut: again === "handshake" ? again : isSilent ? "login" : undefined,
  };
}

/** What is offered after AUTH is what a second EHLO says; a server that refuses one keeps its first offer. */
async function helloAgain(env: Env, endpoint: Endpoint, session: Session): Promise<Offer | undefined> {
  const before = session.offer;
  await session.send(`${roleRules[endpoint.role].hello} ${env.target.client}`);
  const received = await session.read();
  return received.kind === "reply" && received.code === 250 ? session.offer : before;
}
