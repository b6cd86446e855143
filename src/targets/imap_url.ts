/** The address of a mailbox over IMAP: imaps://USER@HOST:PORT/MAILBOX (RFC 5092 §2). Pure. */
import { type Form, hostForm, plainText } from "./form.ts";

/** Where a mailbox is, and who may read it. */
export interface ImapUrl {
  /** TLS begins with the first octet. */
  readonly isTls: boolean;
  readonly user: string;
  readonly host: string;
  readonly port: number;
  /** The name of the mailbox. */
  readonly folder: string;
}

const standardPort = 143; // RFC 9051 §2.1
const standardTlsPort = 993; // RFC 8314 §7.1
const mostPort = 65_535;

/** Reads the address of a mailbox; undefined where it is none, or holds a password. */
export function parseImapUrl(text: string): ImapUrl | undefined {
  const match = /^(imaps?):\/\/([^/]+)@(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9_.-]+))(?::([0-9]{1,5}))?(?:\/(.*))?$/i
    .exec(text);
  if (match === null) return undefined;
  const [, scheme = "", name = "", literal, hostName = "", portText, path = ""] = match;
  const isTls = scheme.toLowerCase() === "imaps";
  const [user, folder] = [decode(name), path === "" ? "INBOX" : decode(path)];
  const host = literal ?? hostName;
  const port = portText === undefined ? (isTls ? standardTlsPort : standardPort) : Number(portText);
  const isRight = user !== undefined && plainText.fits(user) && !/[:;]/.test(name) && hostForm.fits(host) &&
    folder !== undefined && /^[ -~]+$/.test(folder) && port >= 1 && port <= mostPort;
  return isRight ? { isTls, user, host, port, folder } : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // a percent sign without its two digits
  }
}

/** The address of a mailbox. One that cannot be read may hold a password, and is not shown. */
export const imapForm: Form = {
  what: "a mailbox over IMAP",
  hint: "write imaps://USER@HOST:PORT, or /MAILBOX after it, with %40 and the like for odd characters; " +
    "a password has no place in it",
  fits: (text) => parseImapUrl(text) !== undefined,
  mayBeSecret: true,
};
