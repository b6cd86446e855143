/** The way into a mailbox over IMAP: connection, TLS, login, and the mailbox opened to read (RFC 9051 §6.1 to §6.3). */
import { base64, utf8 } from "../base/octets.ts";
import { isProblem } from "../base/problem.ts";
import type { Milliseconds } from "../base/time.ts";
import { openSocket } from "../wire/open.ts";
import { Secrets } from "../wire/secrets.ts";
import { ImapLink } from "./link.ts";
import { numberOfCode } from "./response.ts";

/** Where a mailbox lies, and who may read it. */
export interface ImapPlace {
  readonly addresses: readonly string[];
  readonly port: number;
  /** The name that the certificate is to be for. */
  readonly host: string;
  /** TLS begins with the first octet. */
  readonly isTls: boolean;
  /** Nobody can listen on the way: a certificate need not be right, and TLS need not be. */
  readonly isLoopback: boolean;
  /** Root certificates (PEM) instead of the built-in ones. */
  readonly ca: string | undefined;
  readonly user: string;
  readonly pass: string;
  /** The name of the mailbox on the server. */
  readonly folder: string;
}

/** A mailbox that is open. */
export interface ImapSession {
  readonly link: ImapLink;
  readonly uidValidity: number;
  /** The UID of the message that comes next, as the mailbox was opened; undefined where the server does not say it. */
  readonly uidNext: number | undefined;
}

/** Why a mailbox was not opened. */
export interface NoSession {
  readonly kind: "no session";
  readonly why: string;
  /** Another try would end so too. */
  readonly isForGood: boolean;
  /** The server refused the user and his password. */
  readonly isLoginRefused: boolean;
}

const connectWithin: Milliseconds = 30_000; // our choice
/** Our choice: no more of a message is read. */
export const mostMessageOctets = 50_000_000;

/** Opens a mailbox; says why where it cannot be. */
export async function openMailbox(place: ImapPlace): Promise<ImapSession | NoSession> {
  const { addresses, port } = place;
  const socket = await openSocket({ addresses, port }, connectWithin);
  if ("kind" in socket) return noSession(socket.why);
  const secrets = new Secrets();
  secrets.add(place.pass);
  const link = new ImapLink(socket, {
    mask: (text) => secrets.mask(text),
    mostLiteralOctets: mostMessageOctets,
  });
  const failed = await secure(link, place);
  if (failed !== undefined && "kind" in failed) {
    link.destroy();
    return failed;
  }
  const opened = failed?.isAuthenticated === true ? undefined : await logIn(link, place);
  const session = opened ?? await examine(link, place);
  if ("kind" in session) link.destroy();
  return session;
}

const noSession = (why: string): NoSession => ({
  kind: "no session",
  why,
  isForGood: false,
  isLoginRefused: false,
});
const neverASession = (why: string): NoSession => ({ ...noSession(why), isForGood: true });

/** Reads the greeting and brings TLS about, so that nobody on the way sees the password. */
async function secure(
  link: ImapLink,
  place: ImapPlace,
): Promise<NoSession | { readonly isAuthenticated: boolean } | undefined> {
  if (place.isTls) {
    const failed = await startTls(link, place);
    if (failed !== undefined) return failed;
  }
  const greeting = await link.greeting();
  if (greeting.kind === "broken") return noSession(greeting.why);
  const isAuthenticated = greeting.state === "PREAUTH";
  if (greeting.state !== "OK" && !isAuthenticated) {
    return noSession(`it greets with ${greeting.state}: ${link.show(greeting.text)}`);
  }
  if (place.isTls || isAuthenticated) return { isAuthenticated };
  const capabilities = await askCapabilities(link);
  if ("kind" in capabilities) return capabilities;
  if (!capabilities.has("STARTTLS")) {
    return place.isLoopback
      ? { isAuthenticated }
      : neverASession("it offers no STARTTLS, and the password is not sent in the clear");
  }
  const answered = await link.command({ text: "STARTTLS" });
  if (answered.kind === "broken") return noSession(answered.why);
  if (answered.kind === "refused") return neverASession(`it refused STARTTLS: ${answered.text}`);
  return await startTls(link, place) ?? { isAuthenticated };
}

async function startTls(link: ImapLink, { host, ca, isLoopback }: ImapPlace): Promise<NoSession | undefined> {
  const facts = await link.startTls({ name: host, ca });
  if (isProblem(facts)) return noSession(facts.message);
  if (isLoopback || (facts.isTrusted && facts.isForName && facts.isValidToday)) return undefined;
  const why = !facts.isTrusted
    ? `is not trusted (${link.show(facts.distrust ?? "unknown")})`
    : facts.isForName
    ? "is not valid today"
    : `is for other names than ${host}`;
  return neverASession(`its certificate ${why}, and the password is sent to nobody else`);
}

/** Asks for what the server can; what it says in its greeting may have come from somebody on the way. */
async function askCapabilities(link: ImapLink): Promise<ReadonlySet<string> | NoSession> {
  const words = new Set<string>();
  const answered = await link.command({
    text: "CAPABILITY",
    onSaid: (said) => {
      if (said.kind === "capabilities") { for (const word of said.words) words.add(word); }
    },
  });
  if (answered.kind === "ok") return words;
  return noSession(answered.kind === "broken" ? answered.why : `it refused CAPABILITY: ${answered.text}`);
}

async function logIn(link: ImapLink, { user, pass }: ImapPlace): Promise<NoSession | undefined> {
  const capabilities = await askCapabilities(link);
  if ("kind" in capabilities) return capabilities;
  const isQuotable = /^[ -~]*$/.test(user + pass);
  if (!capabilities.has("AUTH=PLAIN") && (capabilities.has("LOGINDISABLED") || !isQuotable)) {
    const offered = [...capabilities].filter((word) => word.startsWith("AUTH=")).join(", ") || "no mechanism";
    return neverASession(`it offers neither AUTH=PLAIN nor a login that can be used: ${link.show(offered)}`);
  }
  const answered = await link.command(
    capabilities.has("AUTH=PLAIN")
      ? {
        text: "AUTHENTICATE PLAIN",
        secret: { when: "asked", text: base64(utf8(`\0${user}\0${pass}`)) }, // RFC 4616 §2
      }
      : { text: "LOGIN", secret: { when: "at once", text: ` ${quote(user)} ${quote(pass)}` } },
  );
  switch (answered.kind) {
    case "ok":
      return undefined;
    case "refused":
      // RFC 5530 §3: what says UNAVAILABLE may be otherwise in a while.
      return {
        ...noSession(`it refused the login of ${user}: ${answered.text}`),
        isForGood: !/^\[(?:UNAVAILABLE|INUSE|LIMIT)\]/i.test(answered.text),
        isLoginRefused: true,
      };
    case "broken":
      return noSession(`${answered.why}, in the login`);
  }
}

async function examine(link: ImapLink, { folder }: ImapPlace): Promise<ImapSession | NoSession> {
  let uidValidity = 0;
  let uidNext: number | undefined;
  // EXAMINE changes nothing, and leaves what is new marked as such (RFC 9051 §6.3.3).
  const answered = await link.command({
    text: `EXAMINE ${quote(folder)}`,
    onSaid: (said) => {
      if (said.kind !== "state") return;
      uidValidity = numberOfCode(said.text, "UIDVALIDITY") ?? uidValidity;
      uidNext = numberOfCode(said.text, "UIDNEXT") ?? uidNext;
    },
  });
  switch (answered.kind) {
    case "ok":
      return { link, uidValidity, uidNext };
    case "refused":
      return neverASession(`it refused the mailbox ${folder}: ${answered.text}`);
    case "broken":
      return noSession(answered.why);
  }
}

/** Writes a quoted string (RFC 9051 §4.3); only for printable ASCII. */
function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
