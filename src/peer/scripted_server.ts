/**
 * A server on a free port of 127.0.0.1 that does what its script says, right or wrong, counts its connections and keeps
 * what it received. It stops by itself after two minutes.
 */
import * as net from "node:net";
import type { Milliseconds } from "../base/time.ts";
import { goodAnswers, type Script } from "./script.ts";
import { type Certificates, ScriptedSession, type Stage } from "./scripted_session.ts";

export interface ScriptedServer {
  readonly host: string;
  readonly port: number;
  /** The connections so far, open and closed. */
  readonly sessions: readonly ScriptedSession[];
  /** All command lines, in the order in which they were received. */
  readonly lines: readonly string[];
  /** Resolves when a command line fits; at once when one did before. */
  seen(pattern: RegExp): Promise<void>;
  stop(): Promise<void>;
}

const mostTime: Milliseconds = 120_000; // our choice: no test takes so long
/** A test may change the pace of `setTimeout`, but not this. */
const realTimeout = setTimeout;
const mostConnections = 5_000;

/** Starts a server that shows these certificates. */
export async function startServer(script: Script, certificates: Certificates): Promise<ScriptedServer> {
  const listener = net.createServer({ allowHalfOpen: true, noDelay: true });
  const sessions: ScriptedSession[] = [];
  const playing: Promise<void>[] = [];
  const lines: string[] = [];
  const waiting: { readonly pattern: RegExp; readonly go: () => void }[] = [];
  const turns = new Map<string, number>();
  const stage: Stage = {
    answers: { ...goodAnswers(script.offers ?? []), ...script.answers },
    certificates,
    isImplicitTls: script.isImplicitTls ?? false,
    countTurn: (key) => {
      const before = turns.get(key) ?? 0;
      turns.set(key, before + 1);
      return before;
    },
    deliver: script.deliver ?? (() => Promise.resolve()),
    stopListening: () => {
      listener.close();
    },
    onLine: (line) => {
      lines.push(line);
      for (const { pattern, go } of waiting) if (pattern.test(line)) go();
    },
  };
  listener.on("connection", (socket: net.Socket) => {
    if (sessions.length >= mostConnections) return socket.destroy();
    const session = new ScriptedSession(socket, sessions.length + 1, stage);
    sessions.push(session);
    playing.push(session.play());
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as net.AddressInfo;
  const isClosed = new Promise<void>((resolve) => listener.once("close", () => resolve()));
  const end = () => {
    if (listener.listening) listener.close();
    for (const session of sessions) session.destroy();
  };
  const limit = realTimeout(end, mostTime);
  return {
    host: "127.0.0.1",
    port,
    sessions,
    lines,
    seen: (pattern) =>
      lines.some((line) => pattern.test(line))
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ pattern, go: resolve })),
    async stop() {
      clearTimeout(limit);
      end();
      await isClosed;
      await Promise.all([...playing, ...sessions.map(({ over }) => over)]);
    },
  };
}
