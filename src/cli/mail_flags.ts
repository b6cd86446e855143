/** The mailbox of the recipient, as flags describe it. */
import { type MailSource, sourceOfFlag } from "../targets/mail_source.ts";
import type { TargetOptions } from "./flags.ts";

/** Gives the source that flags name, or undefined. */
export function sourceOfFlags(
  { maildir, imap, imapPassEnv }: Pick<TargetOptions, "maildir" | "imap" | "imapPassEnv">,
): MailSource | undefined {
  if (maildir !== undefined) return sourceOfFlag("maildir", maildir);
  if (imap === undefined) return undefined;
  return sourceOfFlag("imap", imap, imapPassEnv === undefined ? {} : { pass: `env ${imapPassEnv}` });
}

/** Says which flag lacks another one, or undefined. */
export function findLoneFlag({ imap, imapPassEnv }: Pick<TargetOptions, "imap" | "imapPassEnv">): string | undefined {
  return imapPassEnv !== undefined && imap === undefined ? "--imap-pass-env needs --imap" : undefined;
}
