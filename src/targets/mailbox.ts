/** What can be read back of the mail that a server delivered, wherever it lies. */
import type { PlainProblem } from "../base/problem.ts";

/** One field of a header, one character an octet. */
export interface DeliveredField {
  readonly name: string;
  /** Without the white space around it, and with each fold made a space. */
  readonly value: string;
  /** The whole field as it is stored, its name included, with LF between its lines. */
  readonly raw: string;
}

/** One delivered message, one character an octet. */
export interface DeliveredMail {
  readonly header: readonly DeliveredField[];
  readonly body: string;
}

/** A place from which delivered mail can be read. */
export interface Mailbox {
  /** How many messages have arrived since the mailbox was opened, as far as is known. */
  readonly arrived: number;
  /** Gives the messages that contain a text and have arrived since the mailbox was opened; rejects only by a mistake of ours. */
  find(text: string, options?: SearchOptions): Promise<DeliveredMail[] | PlainProblem>;
  /** What may be shown otherwise than it is stored: where a body with this differs, nothing can be said. */
  readonly unshown: RegExp | undefined;
  /** Gives back what is held to search it. */
  close(): Promise<void>;
}

/** How a mailbox is searched. */
export interface SearchOptions {
  /** So many of the first messages that arrived are left aside. */
  readonly after?: number;
  /** Ends the search, whatever it waits for. */
  readonly signal?: AbortSignal;
}

/** What a mailbox is that shows all as it is stored, and holds nothing that would have to be given back. */
export const plainMailbox = { unshown: undefined, close: () => Promise.resolve() } as const;

/** Makes a mailbox that says, whenever it is searched, why it cannot be. */
export function unreadable(reason: PlainProblem): Mailbox {
  return { ...plainMailbox, arrived: 0, find: () => Promise.resolve(reason) };
}

/** What is wrong with how a mailbox is described, and how to mend it. */
export interface MissingMailbox {
  /** Completes `Cannot read the Maildir of alice@mx.test: …`. */
  readonly why: string;
  /** What to do besides correcting the setting; empty where that is all. */
  readonly hint: string;
  /** It may be otherwise in a while: its server may be starting. */
  readonly isForNow: boolean;
}

/** A mailbox that can be opened. */
export interface MailboxAccess {
  /** What people call it: Maildir. */
  readonly name: string;
  /** Where its owner named it: --maildir. */
  readonly setting: string;
  /** Says what is not there, or not right, without which no mail can be read; undefined where nothing is known. */
  findMissing(): Promise<MissingMailbox | undefined>;
  /** Opens the mailbox; what lies in it already is left aside. */
  open(): Promise<Mailbox>;
  /** What must not get into a report. */
  readonly secrets: readonly string[];
}

/** Splits a message at its first empty line; folded fields are put together (RFC 5322 §2.2.3). */
export function parseMail(mail: string): DeliveredMail {
  const end = /\r?\n\r?\n|^\r?\n/.exec(mail);
  const head = end === null ? mail : mail.slice(0, end.index);
  const body = end === null ? "" : mail.slice(end.index + end[0].length);
  const header: { name: string; value: string; raw: string }[] = [];
  for (const line of head.split(/\r?\n/)) {
    const field = /^([!-9;-~]+)[ \t]*:(.*)$/s.exec(line);
    const last = header.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.value += ` ${line.trim()}`;
      last.raw += `\n${line}`;
    } else if (field?.[1] !== undefined) header.push({ name: field[1], value: (field[2] ?? "").trim(), raw: line });
  }
  return { header, body };
}
