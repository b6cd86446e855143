/** Whether an endpoint serves a second connection while a first one is open. */
import { isProblem } from "../base/problem.ts";
import { visible } from "../base/show.ts";
import { utf8 } from "../base/octets.ts";
import type { Milliseconds } from "../base/time.ts";
import { describeObservation } from "../judge/describe.ts";
import { openEndpoint } from "../session/open_endpoint.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Connection } from "../wire/connection.ts";
import { sleep } from "../wire/sleep.ts";
import { Transcript } from "../wire/transcript.ts";
import type { Env } from "./env.ts";

/** A second greeting may take so many times as long as the first, within bounds. Our choices. */
const factor = 5;
const leastPatience: Milliseconds = 2_000;
const mostPatience: Milliseconds = 15_000;
const tries = 3; // our choice: what was seen so often is no accident
const pauses: readonly Milliseconds[] = [500, 1_000]; // our choice: until a server has noticed that a connection is closed

/** A connection, and how it was received. */
interface Received {
  readonly connection: Connection | undefined;
  readonly transcript: Transcript;
  readonly how: "greeted" | "refused" | "silent";
  /** What was received, for a sentence. */
  readonly what: string;
  readonly took: Milliseconds;
}

/** How a server that serves one connection at a time does that. */
export interface OneAtATime {
  /** What a second connection is met with: it waits, or it is refused, even for a moment after the first was closed. */
  readonly kind: "waits" | "refuses";
  readonly sentence: string;
}

/**
 * Holds one greeted connection and opens a second. Where the second is served only when the first is closed, says so;
 * else undefined. Never rejects for what the server does.
 */
export async function servesOneAtATime(env: Env, endpoint: Endpoint): Promise<OneAtATime | undefined> {
  let found: OneAtATime | undefined;
  for (let turn = 0; turn < tries; turn++) {
    found = await env.pool.use(2, () => openTwo(env, endpoint));
    if (found === undefined || env.signal.aborted) return undefined;
  }
  return found;
}

async function openTwo(env: Env, endpoint: Endpoint): Promise<OneAtATime | undefined> {
  const { greeting } = env.target.deadlines;
  const first = await openAlone(env, endpoint);
  if (first.how !== "greeted") return await leave(first);
  await env.pool.turn();
  const patience = Math.min(Math.max(leastPatience, factor * first.took), mostPatience);
  const second = await open(env, endpoint, patience);
  await leave(first);
  if (second.how === "greeted") return await leave(second);
  if (second.how === "silent" && second.connection?.isBroken === false) {
    const later = await readGreeting(second.connection, second.transcript, greeting);
    await leave({ ...second, ...later });
    if (later.how !== "greeted") return undefined;
    return { kind: "waits", sentence: "it greets a second one only when the first is closed" };
  }
  await leave(second);
  await env.pool.turn();
  const third = await openAlone(env, endpoint);
  await leave(third);
  if (third.how !== "greeted") return undefined;
  const kind = second.how === "silent" ? "waits" : "refuses";
  return { kind, sentence: `beside a first one it does not serve a second: ${second.what}` };
}

/** Opens a connection after another was closed, which a server may notice a moment later. */
async function openAlone(env: Env, endpoint: Endpoint): Promise<Received> {
  const { greeting } = env.target.deadlines;
  let received = await open(env, endpoint, greeting);
  for (const pause of pauses) {
    if (received.how !== "refused") break;
    await leave(received);
    await sleep(pause);
    await env.pool.turn();
    received = await open(env, endpoint, greeting);
  }
  return received;
}

/** Opens a connection and waits for its greeting. */
async function open(env: Env, endpoint: Endpoint, within: Milliseconds): Promise<Received> {
  const { target } = env;
  const transcript = new Transcript(env.clock, env.secrets);
  const connection = await openEndpoint(endpoint, target, { name: "one of two", transcript, signal: env.signal });
  if ("kind" in connection) return { connection: undefined, transcript, how: "refused", what: connection.why, took: 0 };
  if (roleRules[endpoint.role].tls === "implicit") {
    const facts = await connection.startTls({ name: endpoint.tlsName, ca: target.ca, within });
    if (isProblem(facts)) {
      const how = facts.isTimeOut ? "silent" : "refused";
      return { connection, transcript, how, what: facts.message, took: transcript.now() };
    }
  }
  const greeting = await readGreeting(connection, transcript, within);
  return { connection, transcript, ...greeting, took: transcript.now() };
}

async function readGreeting(
  connection: Connection,
  transcript: Transcript,
  within: Milliseconds,
): Promise<Pick<Received, "how" | "what">> {
  const received = await connection.next(within);
  const isGreeted = received.kind === "reply" && received.code >= 200 && received.code < 300;
  const what = transcript.shorten(visible(describeObservation(received, (octets) => transcript.excerpt(octets))));
  return { how: isGreeted ? "greeted" : received.kind === "silence" ? "silent" : "refused", what };
}

/** Closes a connection, with a QUIT where there was a greeting; gives undefined. */
async function leave({ connection, how }: Received): Promise<undefined> {
  if (how === "greeted") await connection?.write([{ octets: utf8("QUIT\r\n"), secrets: [] }], 0);
  connection?.destroy();
}
