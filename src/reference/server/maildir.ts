/** Delivery into Maildirs, one folder a mailbox below a temporary one. */
import { latin1 } from "../../base/octets.ts";
import type { Delivery } from "./state.ts";

/** Where mail goes. */
export interface Mailstore {
  /** Gives the Maildir of a mailbox. */
  readonly folderOf: (mailbox: string) => string;
  readonly deliver: (delivery: Delivery) => Promise<void>;
  /** Deletes it all. */
  readonly remove: () => Promise<void>;
}

/** Makes an empty mailstore in the system's temporary folder. Mail for a mailbox not in `kept` is discarded. */
export async function makeMailstore(kept: ReadonlySet<string>): Promise<Mailstore> {
  const root = await Deno.makeTempDir({ prefix: "smtpspec-reference-" });
  const folderOf = (mailbox: string) => `${root}/${mailbox}`;
  for (const mailbox of kept) {
    for (const part of ["new", "cur", "tmp"]) await Deno.mkdir(`${folderOf(mailbox)}/${part}`, { recursive: true });
  }
  let count = 0;
  return {
    folderOf,
    async deliver({ mailboxes, mail }) {
      for (const mailbox of mailboxes.filter((each) => kept.has(each))) {
        const name = `${Date.now()}.${++count}.reference`;
        const folder = folderOf(mailbox);
        await Deno.writeFile(`${folder}/tmp/${name}`, latin1(mail));
        await Deno.rename(`${folder}/tmp/${name}`, `${folder}/new/${name}`);
      }
    },
    remove: () => Deno.remove(root, { recursive: true }),
  };
}
