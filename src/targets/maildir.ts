/** Mailboxes in the form of a Maildir. */
import { latin1Text } from "../base/octets.ts";
import type { Milliseconds } from "../base/time.ts";
import { type Mailbox, parseMail } from "./mailbox.ts";

const maxMailOctets = 200_000_000; // our choice: larger files are no mail of ours
const maxKeptOctets = 100_000; // our choice: smaller messages are read once and kept
const leastPause: Milliseconds = 50; // our choice, between two looks
/** So many times what a look takes is the pause after it: there may be tens of thousands of files. Our choice. */
const restFactor = 4;

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
    for await (const { path, name } of filesIn(folder)) {
      const mail = known.get(name);
      if (mail === undefined) {
        const fresh = { path, kept: undefined };
        known.set(name, fresh);
        arrived.push(fresh);
      } else mail.path = path;
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
      const found: { readonly path: string; readonly mail: string }[] = [];
      for (const each of arrived.slice(old + after)) {
        const { path } = each;
        const mail = each.kept ?? await readMail(path);
        if (mail !== undefined && mail.length <= maxKeptOctets) each.kept = mail;
        if (mail?.includes(text)) found.push({ path, mail });
      }
      return found.sort((one, other) => one.path < other.path ? -1 : 1).map(({ mail }) => parseMail(mail));
    },
  };
}

/**
 * Lets all who ask while some work is under way, or has just been, share the next one: it begins when each of them has
 * asked, and a pause after the one before.
 */
function shared(work: () => Promise<void>): () => Promise<void> {
  let rested: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () =>
    next ??= rested.then(() => {
      next = undefined;
      const start = performance.now();
      const worked = work();
      const rest = () =>
        new Promise<void>((resolve) =>
          setTimeout(resolve, Math.max(leastPause, restFactor * (performance.now() - start)))
        );
      rested = worked.then(rest, rest);
      return worked;
    });
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
