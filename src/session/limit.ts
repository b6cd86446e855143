/** What a server shows of its limits by the way: a reply that names one, or a close, and after how much it came. Pure. */
import type { Milliseconds } from "../base/time.ts";
import type { Observation } from "../smtp/observation.ts";

/** What a limit is on, with the words for how much came before. */
export const limitRows = {
  connections: { title: "connections", unit: "connections of the run" },
  recipients: { title: "recipients of a message", unit: "accepted recipients" },
  commands: { title: "commands of a session", unit: "commands" },
  errors: { title: "errors of a session", unit: "refused commands" },
  rate: { title: "rate, by policy", unit: "connections of the run" },
  idle: { title: "idle time", unit: "seconds without a command" },
} as const;
export type LimitName = keyof typeof limitRows;

/** What has happened in a session so far. */
export interface SessionSoFar {
  /** How many connections there were to this endpoint, this one with them. */
  readonly connections: number;
  readonly commands: number;
  /** Commands that were refused for good. */
  readonly errors: number;
  readonly recipients: number;
  /** How long the client had sent nothing. */
  readonly idle: Milliseconds;
}

/** A limit that was met. */
export interface Limit {
  readonly name: LimitName;
  /** How much there had been before it was met. */
  readonly count: number;
}

const leastIdle: Milliseconds = 5_000; // our choice: a server that is done with a session by itself is not quicker
const fewCommands = 10; // our choices: what comes earlier is about the command, and not about a number
const fewErrors = 3;

/** Says which limit a reply to a verb, or a close in its place, is about; undefined where it is about none. */
export function limitMet(verb: string, received: Observation, before: SessionSoFar): Limit | undefined {
  const { connections, commands, errors, recipients, idle } = before;
  const isEnd = received.kind === "close" || (received.kind === "reply" && received.code === 421);
  if (received.kind === "reply") {
    const { code, enhanced } = received;
    if (verb === "greeting") return code === 421 ? { name: "connections", count: connections } : undefined;
    // 452 is the code for too many recipients (RFC 5321 §4.5.3.1.10), and for a want of storage.
    if (verb === "RCPT" && code === 452 && recipients > 0 && (enhanced === undefined || enhanced.subject === 5)) {
      return { name: "recipients", count: recipients };
    }
    if (!isEnd && [450, 451, 452].includes(code) && enhanced?.subject === 7) {
      return { name: "rate", count: connections };
    }
  }
  if (!isEnd || verb === "greeting" || verb === "QUIT") return undefined;
  if (idle >= leastIdle) return { name: "idle", count: Math.round(idle / 1000) };
  if (errors >= fewErrors) return { name: "errors", count: errors };
  if (received.kind === "reply" && received.enhanced?.subject === 7) return { name: "rate", count: connections };
  return commands >= fewCommands ? { name: "commands", count: commands } : undefined;
}
