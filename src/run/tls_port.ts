/**
 * A port that waits for TLS while the runner waits for a greeting: somebody named it by the wrong scheme. Another
 * connection shows it, long before the time for a greeting is over.
 */
import { isProblem } from "../base/problem.ts";
import type { Milliseconds } from "../base/time.ts";
import { openEndpoint } from "../session/open_endpoint.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Connection } from "../wire/connection.ts";
import { Transcript } from "../wire/transcript.ts";
import type { Env } from "./env.ts";

/**
 * After so much silence another connection tries TLS, or after a part of the time for a greeting. Our choice: some servers
 * greet only after 6 s, to see who speaks before (postscreen), and such a one shall not meet a client that does.
 */
const patience: Milliseconds = 7_000;
const part = 1 / 4;
const standardPort = 465; // RFC 8314 §7.3
const patienceThere: Milliseconds = 500;
const handshakeWithin: Milliseconds = 5_000; // our choices
const greetingWithin: Milliseconds = 2_000;

/** Why such a port cannot be tested. */
export const waitsForTls = "no greeting came, and the server took a TLS handshake on another connection";

/** Watches a connection on which a greeting is due. */
export interface TlsWatch {
  /** Says whether anything was received on the connection. */
  hasCome(): boolean;
  /** Ends the watch where a greeting came. */
  stop(): void;
  /** Ends the watch where the connection was closed; gives the session that shows that TLS is due, if one has. */
  found(): Promise<Transcript | undefined>;
  /** Ends the watch where the connection is over and nothing came; gives the session that shows that TLS is due, if one does. */
  settle(): Promise<Transcript | undefined>;
}

/**
 * Watches a connection that is to be greeted. Where the server takes TLS on another, this one is destroyed, so that
 * nobody waits for it any longer.
 */
export function watchForTls(
  env: Env,
  endpoint: Endpoint,
  { connection, transcript }: { readonly connection: Connection; readonly transcript: Transcript },
): TlsWatch {
  const hasCome = () => connection.unread !== undefined || transcript.events.some(({ kind }) => kind === "received");
  const shown = new Transcript(env.clock, env.secrets);
  let other: Connection | undefined;
  const look = async () => {
    const opened = await openEndpoint(endpoint, env.target, { name: "in TLS", transcript: shown, signal: env.signal });
    if ("kind" in opened) return undefined;
    other = opened;
    const isTaken = await takesTls(opened, env, endpoint);
    opened.destroy();
    return isTaken ? shown : undefined;
  };
  const lookMeanwhile = async () => {
    const found = await look();
    if (found === undefined || hasCome()) return undefined;
    connection.destroy();
    return found;
  };
  let looked: Promise<Transcript | undefined> | undefined;
  const isStandard = "port" in endpoint.address && endpoint.address.port === standardPort;
  const most = isStandard ? patienceThere : patience;
  const timer = setTimeout(() => {
    if (!hasCome()) looked = env.pool.useSpare(lookMeanwhile);
  }, Math.min(most, env.target.deadlines.greeting * part));
  return {
    hasCome,
    stop() {
      clearTimeout(timer);
      other?.destroy();
    },
    async found() {
      clearTimeout(timer);
      return await looked;
    },
    async settle() {
      clearTimeout(timer);
      if (looked !== undefined) return await looked;
      await env.pool.turn(); // The connection that was watched is over, and makes room for this one.
      return await look();
    },
  };
}

/** Does a handshake on a fresh connection; a greeting inside is for those who read the transcript. */
async function takesTls(connection: Connection, { target }: Env, { tlsName }: Endpoint): Promise<boolean> {
  const within = Math.min(handshakeWithin, target.deadlines.greeting);
  const facts = await connection.startTls({ name: tlsName, ca: target.ca, within });
  if (isProblem(facts)) return false;
  await connection.next(Math.min(greetingWithin, within));
  return true;
}
