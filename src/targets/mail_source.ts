/** The sources of delivered mail: where a mailbox can be read back from. A new source is a row here. */
import type { Keys } from "../case/keys.ts";
import { type Form, pathForm } from "./form.ts";
import type { Mailbox, MailboxAccess } from "./mailbox.ts";
import { findMissingFolder, openMaildir } from "./maildir.ts";

export const mailSourceKinds = ["maildir"] as const;
export type MailSourceKind = typeof mailSourceKinds[number];

/** A mailbox as a target file or a flag describes it: its source, and the values of the source's keys. */
export interface MailSource {
  readonly kind: MailSourceKind;
  readonly settings: Settings;
}
type Settings = ReadonlyMap<string, string>;

/** What Deno must allow for a mailbox to be opened. */
export interface Needs {
  /** Files and folders to read. */
  readonly read: readonly string[];
  /** HOST:PORT to connect to. */
  readonly net: readonly string[];
  /** Environment variables to read. */
  readonly env: readonly string[];
}

/** One kind of source. */
export interface MailSourceRow {
  /** What people call such a mailbox. */
  readonly name: string;
  /** The keys of such a mailbox in a target file. The key with the name of the source says that it is one. */
  readonly keys: Keys;
  /** The forms of their values; any text on one line where there is none. */
  readonly forms: { readonly [key: string]: Form };
  /** Such a mailbox in a target file. */
  readonly example: string;
  /** The flag that takes the value of the source's own key, for the mailbox of the recipient. */
  readonly flag: { readonly name: string; readonly value: string };
  needs(settings: Settings): Needs;
  /** What must not get into a report. */
  secrets(settings: Settings): readonly string[];
  /** Says what is not there without which no mail can come, or undefined. */
  findMissing(settings: Settings): Promise<string | undefined>;
  open(settings: Settings): Promise<Mailbox>;
}

export const mailSources: Readonly<Record<MailSourceKind, MailSourceRow>> = {
  maildir: {
    name: "Maildir",
    keys: { maildir: { description: "The Maildir folder", schema: {} } },
    forms: { maildir: pathForm },
    example: "{maildir: /srv/mx/alice/Maildir}",
    flag: { name: "maildir", value: "DIR" },
    needs: (settings) => ({ read: [folderIn(settings)], net: [], env: [] }),
    secrets: () => [],
    findMissing: (settings) => findMissingFolder(folderIn(settings)),
    open: (settings) => openMaildir(folderIn(settings)),
  },
};

const folderIn = (settings: Settings) => settings.get("maildir") ?? "";

/** Makes the source that a flag names. */
export function sourceOfFlag(kind: MailSourceKind, value: string): MailSource {
  return { kind, settings: new Map([[kind, value]]) };
}

/** Gives what Deno must allow for a mailbox. */
export function needsOf({ kind, settings }: MailSource): Needs {
  return mailSources[kind].needs(settings);
}

/** Names the flag of a source. */
export function flagOf(kind: MailSourceKind): string {
  return `--${mailSources[kind].flag.name}`;
}

/** Gives the access to a mailbox; `setting` is where its owner named it: a flag, or a key of the target file. */
export function accessTo({ kind, settings }: MailSource, setting: string): MailboxAccess {
  const { name, findMissing, open, secrets } = mailSources[kind];
  return {
    name,
    setting,
    findMissing: () => findMissing(settings),
    open: () => open(settings),
    secrets: secrets(settings),
  };
}
