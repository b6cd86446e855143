/** The sources of delivered mail: where a mailbox can be read back from. A new source is a row here. */
import { problem } from "../base/problem.ts";
import type { Keys } from "../case/keys.ts";
import { type Addresses, addressesOf, isLoopbackAddress } from "./addresses.ts";
import { environmentForm, type Form, pathForm } from "./form.ts";
import { findObstacle, openImap } from "./imap.ts";
import { imapForm, type ImapUrl, parseImapUrl } from "./imap_url.ts";
import { type MailboxAccess, type MissingMailbox, unreadable } from "./mailbox.ts";
import { findMissingFolder, openMaildir } from "./maildir.ts";

export const mailSourceKinds = ["maildir", "imap"] as const;
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
  /** Where to connect to. */
  readonly places: readonly { readonly host: string; readonly port: number }[];
  /** Environment variables to read. */
  readonly env: readonly string[];
}

/** What else is known when a mailbox is to be opened. */
export interface Surroundings {
  /** Environment variables by name. */
  readonly variables: ReadonlyMap<string, string>;
  /** The password for AUTH. */
  readonly pass: string | undefined;
  readonly addresses: Addresses;
  /** Root certificates (PEM) instead of the built-in ones. */
  readonly ca: string | undefined;
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
  access(settings: Settings, around: Surroundings): Opening;
}

/** How a mailbox is opened. */
type Opening = Pick<MailboxAccess, "findMissing" | "open" | "secrets">;

const mailboxHint = "make the folder, with the owner as whom the server delivers";

export const mailSources: Readonly<Record<MailSourceKind, MailSourceRow>> = {
  maildir: {
    name: "Maildir",
    keys: { maildir: { description: "The Maildir folder", schema: {} } },
    forms: { maildir: pathForm },
    example: "{maildir: /srv/mx/alice/Maildir}",
    flag: { name: "maildir", value: "DIR" },
    needs: (settings) => ({ read: [folderIn(settings)], places: [], env: [] }),
    access: (settings) => ({
      async findMissing() {
        const why = await findMissingFolder(folderIn(settings));
        return why === undefined ? undefined : { why, hint: mailboxHint, isForNow: false };
      },
      open: () => openMaildir(folderIn(settings)),
      secrets: [],
    }),
  },
  imap: {
    name: "IMAP mailbox",
    keys: {
      imap: { description: "The mailbox over IMAP: imaps://USER@HOST:PORT", schema: {} },
      pass: { description: "Where its password is: env NAME; without it, that of the target", schema: {} },
    },
    forms: { imap: imapForm, pass: environmentForm },
    example: "{imap: imaps://alice@mx.test, pass: env IMAP_PASS}",
    flag: { name: "imap", value: "URL" },
    needs: (settings) => ({
      read: [],
      places: [parseImapUrl(settings.get("imap") ?? "")].flatMap((url) => url ?? []),
      env: [variableIn(settings)].flatMap((name) => name ?? []),
    }),
    access: accessOverImap,
  },
};

const folderIn = (settings: Settings) => settings.get("maildir") ?? "";
const variableIn = (settings: Settings) => settings.get("pass")?.replace(/^env /, "");

function accessOverImap(settings: Settings, { variables, pass, addresses, ca }: Surroundings): Opening {
  const url = parseImapUrl(settings.get("imap") ?? "");
  const variable = variableIn(settings);
  const word = variable === undefined ? pass : variables.get(variable);
  if (url === undefined) throw new Error("Cannot open a mailbox over IMAP without its address");
  const place = placeOf(url, { word, addresses, ca });
  return {
    async findMissing() {
      if ("why" in place) return place;
      const obstacle = await findObstacle(place);
      if (obstacle === undefined) return undefined;
      const { why, isForGood, isLoginRefused } = obstacle;
      return { why, hint: isLoginRefused ? "the password that it is given" : "", isForNow: !isForGood };
    },
    open: () => "why" in place ? Promise.resolve(unreadable(problem(place.why))) : openImap(place),
    secrets: [word].flatMap((secret) => secret ?? []),
  };
}

type ImapPlace = Parameters<typeof openImap>[0];

function placeOf(
  { isTls, user, host, port, folder }: ImapUrl,
  { word, addresses, ca }: Pick<Surroundings, "addresses" | "ca"> & { readonly word: string | undefined },
): ImapPlace | MissingMailbox {
  if (word === undefined) return { why: "it has no password", hint: "name its environment variable", isForNow: false };
  const found = addressesOf(addresses, host);
  if (found.kind !== "found") return { why: found.why, hint: "", isForNow: false };
  const isLoopback = found.addresses.every(isLoopbackAddress);
  return { addresses: found.addresses, port, host, isTls, isLoopback, ca, user, pass: word, folder };
}

/** Makes the source that a flag names, with the values of the source's other keys. */
export function sourceOfFlag(
  kind: MailSourceKind,
  value: string,
  others: Readonly<Record<string, string>> = {},
): MailSource {
  return { kind, settings: new Map([[kind, value], ...Object.entries(others)]) };
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
export function accessTo(
  { kind, settings }: MailSource,
  { setting, around }: { readonly setting: string; readonly around: Surroundings },
): MailboxAccess {
  const { name, access } = mailSources[kind];
  return { name, setting, ...access(settings, around) };
}
