/**
 * The control dialogue of a port: the plainest transaction there is, without which no case is judged. The same
 * sessions ask what the port offers in each state.
 */
import { visible } from "../base/show.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Start } from "../case/case.ts";
import { describeObservation } from "../judge/describe.ts";
import type { SessionState } from "../plan/plan.ts";
import { type Offer, offers } from "../smtp/ehlo.ts";
import type { Port } from "../target/target.ts";
import { openConnection } from "../wire/open.ts";
import { type Exchange, type TlsFacts, Transcript } from "../wire/transcript.ts";
import { climb, type Fall } from "./climb.ts";
import type { Env } from "./env.ts";
import { sayGoodbye } from "./goodbye.ts";
import { secretsOf } from "./secrets.ts";
import { maskText } from "./mask.ts";
import { Session } from "./session.ts";

/** How the control dialogue of one port went. */
export interface Control {
  readonly port: Port;
  readonly isPassed: boolean;
  /** Why it failed, or why a 4yz came. */
  readonly reason: string | undefined;
  /** The server answered with a 4yz somewhere. */
  readonly metTemporary: boolean;
  /** Deno did not allow the connection: no fault of the server. */
  readonly isDenied: boolean;
  readonly took: Milliseconds;
  readonly transcript: readonly Exchange[];
}

/** What a port showed of itself. */
export interface Probe {
  readonly offers: ReadonlyMap<SessionState, Offer>;
  readonly tls: TlsFacts | undefined;
}

const goodbyeWithin: Milliseconds = 2_000;
/** Two tries with a pause between them, for servers that defer strangers or are just starting. */
const pauses: readonly Milliseconds[] = [0, 1_000];

/** Plays the control dialogue: EHLO, MAIL, RCPT where a recipient is known, RSET, QUIT; with TLS and AUTH as needed. */
export async function playControl(env: Env, port: Port): Promise<Control> {
  const start: Start = env.target.rcpt === undefined ? "mail" : "rcpt";
  const session = await reach(env, port, { start, session: new Set() });
  const { transcript } = session;
  const base = { port, took: transcript.now(), transcript: transcript.events };
  if (session.kind === "failed") {
    return {
      ...base,
      isPassed: false,
      reason: session.reason,
      metTemporary: session.fall?.isTemporary ?? false,
      isDenied: session.isDenied,
    };
  }
  await session.session.send("RSET");
  const saw = await session.session.read();
  const isPassed = saw.kind === "reply" && saw.code >= 200 && saw.code < 300;
  const took = transcript.now();
  await leave(session.session);
  return {
    ...base,
    took,
    isPassed,
    reason: isPassed ? undefined : transcript.mask(`RSET was answered by ${visible(describeObservation(saw))}`),
    metTemporary: saw.kind === "reply" && saw.code >= 400 && saw.code < 500,
    isDenied: false,
  };
}

/** Asks what the port offers in plaintext, inside TLS, and after AUTH. What cannot be reached stays unknown. */
export async function probe(env: Env, port: Port): Promise<Probe> {
  const found = new Map<SessionState, Offer>();
  let tls: TlsFacts | undefined;
  const isImplicit = port.kind === "submissions";
  const ask = async (session: ReadonlySet<"tls" | "auth">, state: SessionState) => {
    const reached = await reach(env, port, { start: "ehlo", session });
    if (reached.kind === "failed") return;
    const offer = session.has("auth") ? await helloAgain(env, port, reached.session) : reached.session.offer;
    if (offer !== undefined) found.set(state, offer);
    tls ??= reached.session.connection.tls;
    await leave(reached.session);
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
  return { offers: found, tls };
}

/** What is offered after AUTH is what a second EHLO says; a server that refuses one keeps its first offer. */
async function helloAgain(env: Env, port: Port, session: Session): Promise<Offer | undefined> {
  const before = session.offer;
  await session.send(`${port.kind === "lmtp" ? "LHLO" : "EHLO"} ${env.target.client}`);
  const saw = await session.read();
  return saw.kind === "reply" && saw.code === 250 ? session.offer : before;
}

type Reached =
  | { readonly kind: "reached"; readonly session: Session; readonly transcript: Transcript }
  | {
    readonly kind: "failed";
    readonly reason: string;
    readonly fall: Fall | undefined;
    readonly isDenied: boolean;
    readonly transcript: Transcript;
  };

/** Opens a connection and climbs, once more after a pause when the server was not there or said 421. */
async function reach(
  env: Env,
  port: Port,
  goal: { readonly start: Start; readonly session: ReadonlySet<"tls" | "auth"> },
): Promise<Reached> {
  let last: Reached | undefined;
  for (const pause of pauses) {
    if (env.signal.aborted && last !== undefined) break;
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    last = await env.pool.use(1, () => tryToReach(env, port, goal));
    if (last.kind === "reached" || last.isDenied || (last.fall !== undefined && last.fall.again === undefined)) {
      return last;
    }
    env.pool.backOff();
  }
  if (last === undefined) throw new Error("Cannot reach a port without trying");
  return last;
}

async function tryToReach(
  env: Env,
  port: Port,
  { start, session: needs }: { readonly start: Start; readonly session: ReadonlySet<"tls" | "auth"> },
): Promise<Reached> {
  const { target } = env;
  const transcript = new Transcript(env.clock, secretsOf(target));
  const connection = await openConnection(port.address, {
    name: "main",
    transcript,
    within: target.deadlines.connect,
    family: env.family,
  });
  if ("kind" in connection) {
    const isDenied = connection.kind === "denied";
    return { kind: "failed", reason: connection.why, fall: undefined, isDenied, transcript };
  }
  const session = new Session(connection, {
    runId: "control",
    deadlines: target.deadlines,
    lints: env.lints,
    transcript,
    isLmtp: port.kind === "lmtp",
    isHostile: false,
    mayDeliver: false,
  });
  const hide = (secret: string) => transcript.hide(secret);
  const fall = await climb(session, { start, session: needs, port, target, nonce: env.token(), hide });
  if (fall === undefined) return { kind: "reached", session, transcript };
  await leave(session);
  return { kind: "failed", reason: maskText(fall.reason, transcript), fall, isDenied: false, transcript };
}

async function leave(session: Session): Promise<void> {
  await sayGoodbye(session, goodbyeWithin);
  session.connection.destroy();
}

/** Asks after a hostile case whether the server still answers: any greeting will do. */
export async function stillAnswers(env: Env, port: Port): Promise<boolean> {
  const waits: readonly Milliseconds[] = [0, 500, 2_000, 5_000]; // our choice: a supervisor may restart it
  for (const wait of waits) {
    if (env.signal.aborted) return true;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const answered = await env.pool.use(1, () => greets(env, port));
    if (answered) return true;
  }
  return false;
}

const pause: Milliseconds = 200; // our choice: between two looks at a server that is starting

/** Waits until a server that may be starting greets, so long at the most; what it does then is judged later. */
export async function awaitGreeting(env: Env, port: Port, within: Milliseconds): Promise<void> {
  const start = env.clock();
  while (!env.signal.aborted && !(await env.pool.use(1, () => greets(env, port)))) {
    if (env.clock() - start >= within) return;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function greets(env: Env, port: Port): Promise<boolean> {
  const transcript = new Transcript(env.clock, []);
  const { deadlines, host, ca } = env.target;
  const connection = await openConnection(port.address, {
    name: "still there",
    transcript,
    within: deadlines.connect,
    family: env.family,
  });
  if ("kind" in connection) return false;
  if (port.kind === "submissions") {
    const facts = await connection.startTls({ name: host, ca, within: deadlines.greeting });
    if (typeof facts === "string") {
      connection.destroy();
      return false;
    }
  }
  const saw = await connection.next(deadlines.greeting);
  if (saw.kind === "reply") await connection.write([{ octets: new TextEncoder().encode("QUIT\r\n"), secrets: [] }], 0);
  connection.destroy();
  return saw.kind === "reply";
}
