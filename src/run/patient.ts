/** A second look that waits longer: a server may be slow. */
import type { Milliseconds } from "../base/time.ts";
import type { Env } from "./env.ts";

const leastPatience: Milliseconds = 60_000; // our choice: RFC 5321 §4.5.3.2 has clients wait for minutes
const patience = 6;

/** Makes what is shared for a look that waits longer for replies. */
export function patient(env: Env): Env {
  const { deadlines } = env.target;
  const longer = (time: Milliseconds) => Math.max(time, Math.min(leastPatience, patience * time));
  const [reply, endOfData] = [longer(deadlines.reply), longer(deadlines.endOfData)];
  return { ...env, target: { ...env.target, deadlines: { ...deadlines, reply, endOfData } } };
}
