/** The mailboxes that can be read back, as flags and the target file describe them. */
import { flagOf, type MailSource, mailSources, sourceOfFlag } from "../targets/mail_source.ts";
import type { TargetFile } from "../targets/target_file.ts";
import type { TargetOptions } from "./flags.ts";
import { targetError, type TargetUsageError } from "./target_error.ts";

/** Gives the source of the recipient's mailbox that flags name, or undefined. */
export function sourceOfFlags(
  { maildir, imap, imapPassEnv }: Pick<TargetOptions, "maildir" | "imap" | "imapPassEnv">,
): MailSource | undefined {
  if (maildir !== undefined) return sourceOfFlag("maildir", maildir);
  if (imap === undefined) return undefined;
  return sourceOfFlag("imap", imap, imapPassEnv === undefined ? {} : { pass: `env ${imapPassEnv}` });
}

/** A source with the place where it was named. */
export interface NamedSource {
  readonly source: MailSource;
  /** A flag, or a key of the target file. */
  readonly setting: string;
}

const mailboxesKey = "mailboxes"; // of a target file

/** Gives the mailboxes by address, that of the recipient as the flags have it. */
export function sourcesOf(
  { mailboxes }: Pick<TargetFile, "mailboxes">,
  { rcpt, options }: { readonly rcpt: string | undefined; readonly options: TargetOptions },
): Map<string, NamedSource> | TargetUsageError {
  const sources = new Map<string, NamedSource>(
    [...mailboxes].map(([address, source]) => [address, { source, setting: mailboxesKey }] as const),
  );
  if (options.imapPassEnv !== undefined && options.imap === undefined) {
    return targetError("--imap-pass-env needs --imap", "");
  }
  const source = sourceOfFlags(options);
  if (source === undefined) return sources;
  const { kind } = source;
  if (rcpt === undefined) {
    return targetError(`${flagOf(kind)} needs --rcpt`, `it is the ${mailSources[kind].name} of that recipient`);
  }
  return sources.set(rcpt, { source, setting: flagOf(kind) });
}
