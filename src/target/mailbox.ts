/** Reading delivered mail back. */
import { latin1Text } from "../base/octets.ts";

/** One delivered message, one character an octet. */
export interface DeliveredMail {
  readonly header: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
}

/** A place from which delivered mail can be read. */
export interface Mailbox {
  /** Gives all messages that contain a text. Rejects with a Deno error when the place cannot be read. */
  find(text: string): Promise<DeliveredMail[]>;
}

const maxMailOctets = 200_000_000; // our choice: larger files are no mail of ours

/** Reads a Maildir: the folders `new` and `cur`. */
export function openMaildir(folder: string): Mailbox {
  return {
    async find(text) {
      const found: DeliveredMail[] = [];
      for (const part of ["new", "cur"]) {
        for (const path of await filesIn(`${folder}/${part}`)) {
          const mail = await readMail(path);
          if (mail?.includes(text)) found.push(parseMail(mail));
        }
      }
      return found;
    },
  };
}

async function filesIn(folder: string): Promise<string[]> {
  const files: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) if (entry.isFile) files.push(`${folder}/${entry.name}`);
  } catch (error) {
    // A Maildir is often made with the first message.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files.sort();
}

async function readMail(path: string): Promise<string | undefined> {
  try {
    const { size } = await Deno.stat(path);
    return size > maxMailOctets ? undefined : latin1Text(await Deno.readFile(path));
  } catch (error) {
    // A mail reader may move a message from new to cur while we look.
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Splits a message at its first empty line; folded fields are put together (RFC 5322 §2.2.3). */
export function parseMail(mail: string): DeliveredMail {
  const end = /\r?\n\r?\n|^\r?\n/.exec(mail);
  const head = end === null ? mail : mail.slice(0, end.index);
  const body = end === null ? "" : mail.slice(end.index + end[0].length);
  const header: { name: string; value: string }[] = [];
  for (const line of head.split(/\r?\n/)) {
    const field = /^([!-9;-~]+)[ \t]*:(.*)$/s.exec(line);
    const last = header.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) last.value += ` ${line.trim()}`;
    else if (field?.[1] !== undefined) header.push({ name: field[1], value: (field[2] ?? "").trim() });
  }
  return { header, body };
}
