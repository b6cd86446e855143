/** Looking for delivered mail, and the plain message that is looked for. */
import { type Octets, utf8 } from "../base/octets.ts";
import type { PlainProblem } from "../base/problem.ts";
import type { Milliseconds } from "../base/time.ts";
import { endData, toCrlf, writeDate } from "../smtp/content.ts";
import type { DeliveredMail, Mailbox } from "../targets/mailbox.ts";
import { sleep } from "../wire/sleep.ts";
import type { AttemptEnv } from "./env.ts";

const pollEvery: Milliseconds = 100; // our choice

/** What is looked for in a mailbox. */
export interface Wanted {
  readonly text: string;
  /** So many messages at least. */
  readonly least: number;
  /** So many of the first messages that arrived are left aside. */
  readonly after: number;
}

/** Waits until messages with a text have arrived, or the time for that is over; gives what has, or why it cannot be said. */
export async function awaitMail(
  { clock, signal, target: { deadlines } }: Pick<AttemptEnv, "clock" | "signal" | "target">,
  mailbox: Mailbox,
  wanted: Wanted,
): Promise<DeliveredMail[] | PlainProblem> {
  const deadline = clock() + deadlines.delivery;
  for (;;) {
    const found = await findMail(mailbox, wanted, deadlines.delivery);
    if (!Array.isArray(found) || found.length >= wanted.least || clock() > deadline || signal.aborted) return found;
    await sleep(pollEvery);
  }
}

/** Searches a mailbox; a problem says that this cannot be done in time, or at all. */
export async function findMail(
  mailbox: Mailbox,
  { text, after }: Pick<Wanted, "text" | "after">,
  within: Milliseconds,
): Promise<DeliveredMail[] | PlainProblem> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), within);
  try {
    return await mailbox.find(text, { after, signal: limit.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** Makes a plain message of a sentence, up to the line that ends it; the token is its subject. */
export function plainMessage(
  { target, now }: Pick<AttemptEnv, "target" | "now">,
  token: string,
  sentence: string,
): Octets {
  const { from, rcpt } = target;
  const content = `From: <${from}>\nTo: <${rcpt}>\nDate: ${writeDate(now())}\n` +
    `Message-ID: <${token}@client.test>\nSubject: ${token}\n\n${sentence}\n`;
  return endData(utf8(toCrlf(content)));
}
