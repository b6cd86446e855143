/** Reading delivered mail back. */
import { latin1Text } from "../base/octets.ts";

/** One delivered message, one character an octet. */
export interface DeliveredMail {
  readonly header: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
}

/** A place from which delivered mail can be read. */
export interface Mailbox {
  /**
   * Gives the messages that contain a text and have come since the mailbox was opened. Rejects with a Deno error when
   * the place cannot be read.
   */
  find(text: string): Promise<DeliveredMail[]>;
}

const maxMailOctets = 200_000_000; // our choice: larger files are no mail of ours
const maxKeptOctets = 100_000; // our choice: smaller messages are read once and kept

/** Opens a Maildir (the folders `new` and `cur`); what lies in it already is left aside. */
export async function openMaildir(folder: string): Promise<Mailbox> {
  const old = new Set((await filesIn(folder)).map(nameOf));
  const kept = new Map<string, string>();
  const read = async (path: string): Promise<string | undefined> => {
    const known = kept.get(nameOf(path));
    if (known !== undefined) return known;
    const mail = await readMail(path);
    if (mail !== undefined && mail.length <= maxKeptOctets) kept.set(nameOf(path), mail);
    return mail;
  };
  return {
    async find(text) {
      const found: DeliveredMail[] = [];
      for (const path of await filesIn(folder)) {
        const mail = old.has(nameOf(path)) ? undefined : await read(path);
        if (mail?.includes(text)) found.push(parseMail(mail));
      }
      return found;
    },
  };
}

/** A message keeps the first part of its name when a mail reader moves it from `new` to `cur`. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).split(":2,")[0] ?? path;
}

async function filesIn(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const part of ["new", "cur"]) {
    try {
      for await (const { isFile, name } of Deno.readDir(`${folder}/${part}`)) {
        if (isFile) files.push(`${folder}/${part}/${name}`);
      }
    } catch (error) {
      // A Maildir is often made with the first message.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
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
