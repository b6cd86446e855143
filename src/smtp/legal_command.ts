/**
 * What a client may send in a state of a session: the grammar of RFC 5321 §4.1 with its order (§4.1.4) and its limits
 * (§4.5.3.1). What is in doubt counts as not legal, so that no server is accused for it. Pure.
 */
import { type Offer, offers } from "./ehlo.ts";

/** What decides which commands are legal. */
export interface ClientState {
  /** What the latest EHLO or LHLO offered; undefined after HELO and before. */
  readonly offer: Offer | undefined;
  readonly isGreeted: boolean;
  readonly isIntroduced: boolean;
  /** How far a mail transaction has come. */
  readonly transaction: "none" | "sender" | "recipient";
  readonly isInTls: boolean;
  /** The session is one of LMTP (RFC 2033). */
  readonly isLmtp: boolean;
}

const mostCommandOctets = 512; // RFC 5321 §4.5.3.1.4, with the CRLF
const mostPathOctets = 256; // RFC 5321 §4.5.3.1.3
const mostContentOctets = 65_536; // RFC 5321 §4.5.3.1.7: each server takes 64K

const atext = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]";
const quotedString = `"(?:[ !#-\\[\\]-~]|\\\\[ -~])*"`;
const label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const domain = `${label}(?:\\.${label})*`;
const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const literal = `\\[${octet}(?:\\.${octet}){3}\\]`;
const localPart = `(?:${atext}{1,64}|${atext}{1,63}(?:\\.${atext}{1,63})+|${quotedString})`;
const mailbox = `${localPart}@(?:${domain}|${literal})`;
const string = `(?:${atext}+|${quotedString})`;
const xtext = "[!-*,-<>-~]{1,100}"; // RFC 3461 §4, without the "+" of its escapes

/** A parameter of MAIL or RCPT: the keyword of EHLO that allows it, and its value; undefined for none. */
interface ParameterRow {
  readonly offered: string;
  readonly value: RegExp | undefined;
}

const row = (offered: string, value?: string): ParameterRow => ({
  offered,
  value: value === undefined ? undefined : new RegExp(`^(?:${value})$`, "i"),
});

const mailParameters: ReadonlyMap<string, ParameterRow> = new Map([
  ["SIZE", row("SIZE", "[0-9]{1,20}")], // RFC 1870 §3
  ["BODY", row("8BITMIME", "7BIT|8BITMIME")], // RFC 6152 §2
  ["RET", row("DSN", "FULL|HDRS")], // RFC 3461 §4.3
  ["ENVID", row("DSN", xtext)], // RFC 3461 §4.4
  ["AUTH", row("AUTH", "<>")], // RFC 4954 §5
  ["SMTPUTF8", row("SMTPUTF8")], // RFC 6531 §3.4
]);
const rcptParameters: ReadonlyMap<string, ParameterRow> = new Map([
  ["NOTIFY", row("DSN", "NEVER|(?:SUCCESS|FAILURE|DELAY)(?:,(?:SUCCESS|FAILURE|DELAY)){0,2}")], // RFC 3461 §4.1
  ["ORCPT", row("DSN", `rfc822;${xtext}`)], // RFC 3461 §4.2
]);

/** The grammar of a command's argument, and when the command is in order. */
interface CommandRow {
  readonly argument: RegExp;
  readonly isInOrder: (state: ClientState) => boolean;
  readonly parameters?: ReadonlyMap<string, ParameterRow>;
}

const command = (argument: string, isInOrder: CommandRow["isInOrder"] = () => true): CommandRow => ({
  argument: new RegExp(`^(?:${argument})$`, "i"),
  isInOrder,
});
const path = (start: string, inside: string, isInOrder: CommandRow["isInOrder"]): CommandRow => ({
  argument: new RegExp(`^${start}:<(?:${inside})>((?: [!-~]+)*)$`, "i"),
  isInOrder,
  parameters: start === "FROM" ? mailParameters : rcptParameters,
});

const commands: ReadonlyMap<string, CommandRow> = new Map([
  ["EHLO", command(`${domain}|${literal}`, ({ isLmtp }) => !isLmtp)],
  ["HELO", command(domain, ({ isLmtp }) => !isLmtp)],
  ["LHLO", command(`${domain}|${literal}`, ({ isLmtp }) => isLmtp)],
  ["MAIL", path("FROM", `|${mailbox}`, ({ isIntroduced, transaction }) => isIntroduced && transaction === "none")],
  ["RCPT", path("TO", `${mailbox}|Postmaster`, ({ transaction }) => transaction !== "none")],
  ["DATA", command("", ({ transaction }) => transaction === "recipient")],
  ["RSET", command("")],
  ["NOOP", command(`|${string}`)],
  ["VRFY", command(string)],
  ["EXPN", command(string)],
  ["HELP", command(`|${string}`)],
  ["STARTTLS", command("", ({ isInTls, offer }) => !isInTls && offer !== undefined && offers(offer, "STARTTLS"))],
]);

/** Says whether octets are one whole command line that the client may send. QUIT, AUTH and BDAT are none of these. */
export function isLegalCommand(text: string, state: ClientState): boolean {
  if (text.length > mostCommandOctets || !text.endsWith("\r\n") || !state.isGreeted) return false;
  const [, verb = "", rest] = /^([A-Za-z]{4,8})(?: (.+))?$/.exec(text.slice(0, -2)) ?? [];
  const known = commands.get(verb.toUpperCase());
  if (known === undefined || !known.isInOrder(state)) return false;
  const match = known.argument.exec(rest ?? "");
  if (match === null) return false;
  const { parameters } = known;
  if (parameters === undefined) return true;
  const [argument, parts = ""] = match;
  if (argument.length - parts.length > mostPathOctets + 5 || hasLongLocalPart(argument)) return false;
  return areLegalParameters(parts.trim(), parameters, state.offer);
}

/** A local part has 64 octets at the most (RFC 5321 §4.5.3.1.1), and a domain 255 (§4.5.3.1.2). */
function hasLongLocalPart(argument: string): boolean {
  const inside = /<(.*)>/.exec(argument)?.[1] ?? "";
  const at = inside.lastIndexOf("@");
  return at > 64 || inside.length - at - 1 > 255;
}

function areLegalParameters(
  parts: string,
  known: ReadonlyMap<string, ParameterRow>,
  offer: Offer | undefined,
): boolean {
  if (parts === "") return true;
  const seen = new Set<string>();
  return parts.split(" ").every((part) => {
    const at = part.indexOf("=");
    const keyword = (at === -1 ? part : part.slice(0, at)).toUpperCase();
    const parameter = known.get(keyword);
    if (parameter === undefined || seen.has(keyword) || offer === undefined) return false;
    seen.add(keyword);
    const { offered, value } = parameter;
    return offers(offer, offered) && (value === undefined ? at === -1 : at !== -1 && value.test(part.slice(at + 1)));
  });
}

/** Says whether octets are a whole message of lines of ASCII, with the dot that ends it, that each server can take. */
export function isLegalContent(text: string, { offer }: ClientState): boolean {
  const limit = Number(offer?.keywords.find(({ keyword }) => keyword === "SIZE")?.params[0] ?? 0);
  if (text.length > mostContentOctets || (limit > 0 && text.length > limit)) return false;
  const end = text.indexOf("\r\n.\r\n");
  return end === text.length - 5 && end > 0 &&
    text.slice(0, end).split("\r\n").every((line) => /^[\t -~]{0,998}$/.test(line)); // RFC 5321 §4.5.3.1.6
}
