/** Reading delivered mail back. */
import { latin1Text } from "../base/octets.ts";

/** One delivered message, one character an octet. */
export interface DeliveredMail {
  readonly header: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
}

/** A place from which delivered mail can be read. */
export interface Mailbox {
  /** How many messages were seen to come since the mailbox was opened. */
  readonly seen: number;
  /**
   * Gives the messages that contain a text and have come since the mailbox was opened, but for the first `after` that
   * were seen to come. Rejects with a Deno error when the place cannot be read.
   */
  find(text: string, after?: number): Promise<DeliveredMail[]>;
}

const maxMailOctets = 200_000_000; // our choice: larger files are no mail of ours
const maxKeptOctets = 100_000; // our choice: smaller messages are read once and kept

/** A message that has come; it may be moved from `new` to `cur` while we look. */
interface Arrived {
  path: string;
  kept: string | undefined;
}

/** Opens a Maildir (the folders `new` and `cur`); what lies in it already is left aside. */
export async function openMaildir(folder: string): Promise<Mailbox> {
  const arrived: Arrived[] = [];
  const known = new Map<string, Arrived>();
  const look = shared(async () => {
    for (const path of await filesIn(folder)) {
      const name = nameOf(path);
      const mail = known.get(name);
      if (mail !== undefined) {
        mail.path = path;
        continue;
      }
      const fresh = { path, kept: undefined };
      known.set(name, fresh);
      arrived.push(fresh);
    }
  });
  await look();
  const old = arrived.length;
  return {
    get seen() {
      return arrived.length - old;
    },
    async find(text, after = 0) {
      await look();
      const found: DeliveredMail[] = [];
      for (const each of arrived.slice(old + after)) {
        const mail = each.kept ?? await readMail(each.path);
        if (mail !== undefined && mail.length <= maxKeptOctets) each.kept = mail;
        if (mail?.includes(text)) found.push(parseMail(mail));
      }
      return found;
    },
  };
}

/** Lets all who ask while some work is under way share the next one: it begins after each of them has asked. */
function shared(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () =>
    next ??= running.catch(() => {}).then(() => {
      next = undefined;
      running = work();
      return running;
    });
}

/** A message keeps the first part of its name when a mail reader moves it from `new` to `cur`. */
function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const flags = name.indexOf(":2,");
  return flags === -1 ? name : name.slice(0, flags);
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
