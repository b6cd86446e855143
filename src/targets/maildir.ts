/** Mailboxes in the form of a Maildir. Others write to it while it is read: whatever they do to it ends no run. */
import { readBounded } from "../base/bounded_file.ts";
import { latin1Text } from "../base/octets.ts";
import { isProblem, type PlainProblem, problem } from "../base/problem.ts";
import type { Milliseconds } from "../base/time.ts";
import { type DeliveredMail, type Mailbox, parseMail, type SearchOptions, unreadable } from "./mailbox.ts";
import { outOfTime, shareLook, unlessAborted } from "./shared_look.ts";

const maxMailOctets = 200_000_000; // our choice: larger files are no mail of ours
const maxKeptOctets = 100_000; // our choice: smaller messages are read once and kept
const maxKeptInAll = 100_000_000; // our choice: in a flood of mail, the later messages are read each time
const leastPause: Milliseconds = 50; // our choice, between two looks

/** A message that has arrived; it may be moved from `new` to `cur` while we look. */
interface Arrived {
  path: string;
  kept: string | undefined;
}

/**
 * Opens a Maildir (the folders `new` and `cur`); what lies in it already is left aside. Where it cannot be read, the
 * mailbox says so whenever it is searched.
 */
export async function openMaildir(folder: string): Promise<Mailbox> {
  const maildir = new Maildir(folder);
  const unread = await orProblem(folder, () => maildir.open());
  return isProblem(unread) ? unreadable(unread) : maildir;
}

/** Says that the folder of a Maildir is not there, or undefined: what is in it, the first message may make. */
export async function findMissingFolder(folder: string): Promise<string | undefined> {
  try {
    return (await Deno.stat(folder)).isDirectory ? undefined : `"${folder}" is no folder`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return `there is no folder "${folder}"`;
    }
    return undefined; // What cannot be looked at is there, for all that is known.
  }
}

class Maildir implements Mailbox {
  readonly unshown = undefined;
  readonly #folder: string;
  readonly #messages: Arrived[] = [];
  readonly #known = new Map<string, Arrived>();
  readonly #look = shareLook(() => this.#list(), leastPause);
  /** So many of the messages lay in the Maildir when it was opened. */
  #old = 0;
  #roomForMore = maxKeptInAll;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async open(): Promise<void> {
    await this.#look();
    this.#old = this.#messages.length;
  }

  get arrived(): number {
    return this.#messages.length - this.#old;
  }

  find(text: string, { after = 0, signal }: SearchOptions = {}): Promise<DeliveredMail[] | PlainProblem> {
    return orProblem(this.#folder, () => unlessAborted(this.#search(text, after, signal), signal));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #search(text: string, after: number, signal: AbortSignal | undefined): Promise<DeliveredMail[] | PlainProblem> {
    await this.#look();
    const found: { readonly path: string; readonly mail: string }[] = [];
    for (const each of this.#messages.slice(this.#old + after)) {
      if (signal?.aborted) return outOfTime;
      const { path } = each;
      const mail = each.kept ?? await readMail(path);
      if (mail === undefined) continue;
      this.#keep(each, mail);
      if (mail.includes(text)) found.push({ path, mail });
    }
    return found.sort((one, other) => one.path < other.path ? -1 : 1).map(({ mail }) => parseMail(mail));
  }

  #keep(each: Arrived, mail: string): void {
    if (each.kept !== undefined || mail.length > Math.min(maxKeptOctets, this.#roomForMore)) return;
    each.kept = mail;
    this.#roomForMore -= mail.length;
  }

  async #list(): Promise<void> {
    for await (const { path, name } of filesIn(this.#folder)) {
      const mail = this.#known.get(name);
      if (mail !== undefined) mail.path = path;
      else {
        const fresh = { path, kept: undefined };
        this.#known.set(name, fresh);
        this.#messages.push(fresh);
      }
    }
  }
}

/** Gives what the system has against a path as a problem; a mistake of ours is thrown on. */
async function orProblem<Value>(folder: string, work: () => Promise<Value>): Promise<Value | PlainProblem> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && isOfDisk(error))) throw error;
    // The folder is the user's, and does not belong in a report.
    return problem(error.message.replaceAll(`${folder}/`, ""));
  }
}

/** Says whether an error is what the system has against a path, rather than a mistake of ours. */
function isOfDisk(error: Error): boolean {
  return error instanceof Deno.errors.NotCapable || /\(os error \d+\)/.test(error.message);
}

/** Gives the files, with the first part of their names, which stays when a mail reader moves one from `new` to `cur`. */
async function* filesIn(folder: string): AsyncGenerator<{ readonly path: string; readonly name: string }> {
  for (const part of ["new", "cur"]) {
    try {
      for await (const { isFile, name } of Deno.readDir(`${folder}/${part}`)) {
        const flags = name.indexOf(":2,");
        if (isFile) yield { path: `${folder}/${part}/${name}`, name: flags === -1 ? name : name.slice(0, flags) };
      }
    } catch (error) {
      // A Maildir is often made with the first message.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** Reads a message; undefined for what is none, or is gone. Rejects where it cannot be read. */
async function readMail(path: string): Promise<string | undefined> {
  try {
    const read = await readBounded(path, { most: maxMailOctets, of: "file" });
    return isProblem(read) ? undefined : latin1Text(read);
  } catch (error) {
    // A mail reader may move a message from new to cur while we look; a link in a circle is no mail.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.FilesystemLoop) return undefined;
    throw error;
  }
}
