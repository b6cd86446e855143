/** A relay in front of a server: records the sessions that pass through it, or delays every octet. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { latin1Text } from "../base/octets.ts";
import type { Milliseconds } from "../base/time.ts";
import { countReplies } from "./replies.ts";

/** One write of the client, and what preceded it. */
export interface Write {
  readonly octets: Uint8Array;
  /** How many replies the server had sent in this session when the client wrote. */
  readonly after: number;
  /** How long the client waited since its last write, if no reply came between them; 0 after a reply. */
  readonly pause: Milliseconds;
}

/** What a client did in one session. */
export interface Session {
  readonly writes: readonly Write[];
  /** All replies of the session. */
  readonly replies: number;
  /** How often the client waited for the server: to connect, and before each write that followed a reply. */
  readonly trips: number;
}

export interface Relay {
  readonly port: number;
  /** The sessions that passed, in the order in which they began. */
  readonly sessions: () => readonly Session[];
  stop(): Promise<void>;
}

interface Recording {
  readonly writes: Write[];
  text: string;
  replies: number;
  trips: number;
  lastWriteAt: number;
  repliesAtLastWrite: number;
}

/** Starts a relay to a port of 127.0.0.1. `delay` is how late each octet arrives, in either direction. */
export async function startRelay(to: number, delay: Milliseconds): Promise<Relay> {
  const recordings: Recording[] = [];
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const recording: Recording = { writes: [], text: "", replies: 0, trips: 2, lastWriteAt: 0, repliesAtLastWrite: -1 };
    recordings.push(recording);
    const upstream = connect({ host: "127.0.0.1", port: to, allowHalfOpen: true, noDelay: true });
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("close", () => open.delete(socket));
    }
    pass(client, upstream, { delay, onOctets: (octets) => recordWrite(recording, octets) });
    pass(upstream, client, { delay, onOctets: (octets) => recordReplies(recording, octets) });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    sessions: () => recordings.map(({ writes, replies, trips }) => ({ writes, replies, trips })),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function pass(
  from: Socket,
  to: Socket,
  { delay, onOctets }: { readonly delay: Milliseconds; readonly onOctets: (octets: Uint8Array) => void },
): void {
  const later = (act: () => void) => delay === 0 ? act() : void setTimeout(act, delay);
  from.on("data", (octets: Uint8Array) => {
    onOctets(octets);
    later(() => to.writable && to.write(octets));
  });
  from.on("end", () => later(() => to.end()));
  from.on("error", () => later(() => to.resetAndDestroy()));
}

const longestPause: Milliseconds = 1_000; // our choice: no step waits longer between two writes

function recordWrite(recording: Recording, octets: Uint8Array): void {
  const now = performance.now();
  const isAlone = recording.replies > recording.repliesAtLastWrite;
  const pause = isAlone ? 0 : Math.min(longestPause, now - recording.lastWriteAt);
  recording.writes.push({ octets: new Uint8Array(octets), after: recording.replies, pause });
  if (isAlone) recording.trips++;
  recording.lastWriteAt = now;
  recording.repliesAtLastWrite = recording.replies;
}

function recordReplies(recording: Recording, octets: Uint8Array): void {
  const { count, rest } = countReplies(recording.text + latin1Text(octets));
  recording.replies += count;
  recording.text = rest;
}
