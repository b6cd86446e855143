import { assertEquals } from "@std/assert";
import type { MailboxAccess, MissingMailbox } from "../targets/mailbox.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { findMissingMailbox } from "./find_missing_mailbox.ts";

/** Makes a mailbox of which one thing after the other is missing. */
function mailboxOf(missing: (Partial<MissingMailbox> | undefined)[]): { mailboxes: Map<string, MailboxAccess> } {
  const findMissing = () => {
    const next = missing.shift();
    return Promise.resolve(next === undefined ? undefined : { why: "it is away", hint: "", isForNow: false, ...next });
  };
  const access = { name: "IMAP mailbox", setting: "--imap", findMissing } as unknown as MailboxAccess;
  return { mailboxes: new Map([["a@mx.test", access]]) };
}

const lost = {
  kind: "usage",
  message: "Cannot read the IMAP mailbox of a@mx.test: it is away",
  hint: "--imap names it: correct that",
} as const;

Deno.test("findMissingMailbox() waits for a mailbox whose server is starting", async () => {
  const isForNow = { isForNow: true };
  const found = await inFastTime(50, () => findMissingMailbox(mailboxOf([isForNow, isForNow, undefined]), 60_000));
  assertEquals(found, undefined);
});

Deno.test("findMissingMailbox() does not wait where the time is over, or nothing will come of it", async () => {
  assertEquals(await findMissingMailbox(mailboxOf([{ isForNow: true }, undefined]), 0), lost);
  assertEquals(await findMissingMailbox(mailboxOf([{}, undefined]), 60_000), lost);
});

Deno.test("findMissingMailbox() says what else may be wrong", async () => {
  const found = await findMissingMailbox(mailboxOf([{ hint: "the password" }]), 0);
  assertEquals(found, { ...lost, hint: "--imap names it: correct that, or the password" });
});
