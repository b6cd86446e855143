/** Paths and mailboxes (RFC 5321 §4.1.2), with UTF-8 where SMTPUTF8 asks for it (RFC 6531 §3.3). Pure. */
import { isAddressLiteral } from "./address_literal.ts";

/** A mailbox as it stood in a path. */
export interface Path {
  /** As it was written, quotes included, one character an octet. */
  readonly localPart: string;
  /** A domain or an address literal; undefined for <Postmaster>. */
  readonly domain: string | undefined;
}

/** What a path may be, besides a mailbox. */
export interface PathRules {
  readonly isUtf8: boolean;
  /** The null reverse-path. */
  readonly mayBeNull: boolean;
  /** <Postmaster> without a domain. */
  readonly mayBePostmaster: boolean;
  readonly maxLocalPartOctets: number;
  readonly maxDomainOctets: number;
  readonly maxPathOctets: number;
}

/** What was read: a path, the null path, or nothing that the grammar allows. */
export type ReadPath =
  | { readonly kind: "path"; readonly path: Path; readonly rest: string }
  | { readonly kind: "null"; readonly rest: string }
  | { readonly kind: "malformed" }
  | { readonly kind: "too long"; readonly what: string };

const malformed: ReadPath = { kind: "malformed" };

/** Reads a path at the start of a text; `rest` is what follows its ">". */
export function readPath(text: string, rules: PathRules): ReadPath {
  if (text.startsWith("<>")) return rules.mayBeNull ? { kind: "null", rest: text.slice(2) } : malformed;
  if (!text.startsWith("<")) return malformed;
  const afterRoute = skipRoute(text.slice(1), rules);
  if (afterRoute === undefined) return malformed;
  const localPart = readLocalPart(afterRoute, rules);
  if (localPart === undefined) return malformed;
  const tail = afterRoute.slice(localPart.length);
  if (tail.startsWith(">")) {
    const isPostmaster = rules.mayBePostmaster && /^postmaster$/i.test(localPart) && afterRoute === text.slice(1);
    return isPostmaster ? { kind: "path", path: { localPart, domain: undefined }, rest: tail.slice(1) } : malformed;
  }
  if (!tail.startsWith("@")) return malformed;
  const domain = /^@(\[[^\]]*\]|[^>]*)>/.exec(tail)?.[1];
  if (domain === undefined || !isDomainOrLiteral(domain, rules)) return malformed;
  if (localPart.length > rules.maxLocalPartOctets) return { kind: "too long", what: "local-part" };
  if (domain.length > rules.maxDomainOctets) return { kind: "too long", what: "domain" };
  const rest = tail.slice(domain.length + 2);
  if (text.length - rest.length > rules.maxPathOctets) return { kind: "too long", what: "path" };
  return { kind: "path", path: { localPart, domain }, rest };
}

/** Reads Mailbox alone, as VRFY may have it; undefined if the text is none. */
export function readMailbox(text: string, rules: PathRules): Path | undefined {
  const read = readPath(`<${text}>`, { ...rules, mayBeNull: false, mayBePostmaster: false });
  return read.kind === "path" && read.rest === "" ? read.path : undefined;
}

/** A-d-l ":" is to be understood and otherwise ignored (RFC 5321 §F.2). */
function skipRoute(text: string, rules: PathRules): string | undefined {
  if (!text.startsWith("@")) return text;
  const colon = text.indexOf(":");
  const route = /^@[^:,>]+(?:,@[^:,>]+)*$/.test(text.slice(0, colon)) ? text.slice(0, colon) : undefined;
  if (route === undefined || !route.split(",").every((hop) => isDomain(hop.slice(1), rules))) return undefined;
  return text.slice(colon + 1);
}

/** Gives the Local-part at the start of a text: a Dot-string or a Quoted-string. */
function readLocalPart(text: string, { isUtf8 }: PathRules): string | undefined {
  const atext = isUtf8 ? "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x80-\\xff-]" : "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]";
  const qtext = isUtf8 ? "[ !#-[\\]-~\\x80-\\xff]" : "[ !#-[\\]-~]";
  const found = new RegExp(`^(?:${atext}+(?:\\.${atext}+)*|"(?:${qtext}|\\\\[ -~])*")`).exec(text)?.[0];
  return found === undefined || (isUtf8 && !isUtf8Text(found)) ? undefined : found;
}

/** Says whether a text is a Domain or an address literal. */
export function isDomainOrLiteral(text: string, rules: Pick<PathRules, "isUtf8">): boolean {
  return text.startsWith("[") ? isAddressLiteral(text) : isDomain(text, rules);
}

/** Says whether a text is a Domain: sub-domains with dots between them, underscores are no part of it. */
export function isDomain(text: string, { isUtf8 }: Pick<PathRules, "isUtf8">): boolean {
  const letDig = isUtf8 ? "[A-Za-z0-9\\x80-\\xff]" : "[A-Za-z0-9]";
  const label = `${letDig}(?:(?:${letDig}|-)*${letDig})?`;
  if (!new RegExp(`^${label}(?:\\.${label})*$`).test(text)) return false;
  // RFC 1035: a label has 63 octets at the most.
  return text.split(".").every((part) => part.length <= 63) && (!isUtf8 || isUtf8Text(text));
}

/** Says whether octets, one a character, are well-formed UTF-8. */
export function isUtf8Text(text: string): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(text, (each) => each.charCodeAt(0)));
    return true;
  } catch {
    return false;
  }
}

/** Gives the meaning of a Local-part: without quotes and backslashes (RFC 5321 §4.1.2). */
export function unquote(localPart: string): string {
  return localPart.startsWith('"') ? localPart.slice(1, -1).replace(/\\(.)/gs, "$1") : localPart;
}

/** Writes a path with its brackets. */
export function showPath(path: Path | undefined): string {
  if (path === undefined) return "<>";
  return `<${path.localPart}${path.domain === undefined ? "" : `@${path.domain}`}>`;
}
