/** What the responses of an IMAP server say (RFC 9051 §7); of what was not asked for, nothing. Pure. */
import { latin1Text } from "../base/octets.ts";
import type { Response } from "./response_reader.ts";

/** What a response says. */
export type Said =
  /** The end of a command. */
  | { readonly kind: "tagged"; readonly tag: string; readonly status: "OK" | "NO" | "BAD"; readonly text: string }
  /** The server waits for more of a command. */
  | { readonly kind: "continue" }
  /** A state, with its code: `[UIDNEXT 4392]`. */
  | { readonly kind: "state"; readonly state: "OK" | "NO" | "BAD" | "BYE" | "PREAUTH"; readonly text: string }
  | { readonly kind: "capabilities"; readonly words: readonly string[] }
  /** So many messages are in the mailbox. */
  | { readonly kind: "exists"; readonly count: number }
  | { readonly kind: "fetched"; readonly message: Fetched }
  | { readonly kind: "other" }
  /** What is no response of IMAP. */
  | { readonly kind: "nonsense"; readonly text: string };

/** What was fetched of a message. */
export interface Fetched {
  readonly uid: number | undefined;
  readonly octets: number | undefined;
  /** The whole message, one character an octet. */
  readonly content: string | undefined;
}

const other: Said = { kind: "other" };

/** Reads a response. */
export function readResponse(response: Response): Said {
  const first = typeof response[0] === "string" ? response[0] : "";
  if (first === "+" || first.startsWith("+ ")) return { kind: "continue" };
  const untagged = /^\* (.*)$/s.exec(first)?.[1];
  if (untagged !== undefined) return readUntagged(untagged, response);
  const [, tag, status, text = ""] = /^([A-Za-z0-9]+) (OK|NO|BAD)(?: (.*))?$/is.exec(first) ?? [];
  return tag === undefined
    ? { kind: "nonsense", text: first }
    : { kind: "tagged", tag, status: status?.toUpperCase() as "OK" | "NO" | "BAD", text };
}

function readUntagged(text: string, response: Response): Said {
  const [, state, rest = ""] = /^(OK|NO|BAD|BYE|PREAUTH)\b ?(.*)$/is.exec(text) ?? [];
  if (state !== undefined) {
    return { kind: "state", state: state.toUpperCase() as "OK", text: rest };
  }
  const capabilities = /^CAPABILITY (.*)$/is.exec(text)?.[1];
  if (capabilities !== undefined) {
    return { kind: "capabilities", words: capabilities.toUpperCase().split(" ").filter((word) => word !== "") };
  }
  const exists = /^([0-9]{1,10}) EXISTS\b/i.exec(text)?.[1];
  if (exists !== undefined) return { kind: "exists", count: Number(exists) };
  const fetch = /^[0-9]{1,10} FETCH /i.exec(text);
  return fetch === null
    ? other
    : { kind: "fetched", message: readFetched([text.slice(fetch[0].length), ...response.slice(1)]) };
}

/** Gives the number that the code of a state has: `[UIDNEXT 4392]`; undefined where it is another code, or none. */
export function numberOfCode(text: string, name: "UIDNEXT" | "UIDVALIDITY"): number | undefined {
  const [, code, value] = /^\[([A-Z]+) ([0-9]{1,10})\]/i.exec(text) ?? [];
  return code?.toUpperCase() === name ? Number(value) : undefined;
}

type Token =
  | { readonly kind: "open" }
  | { readonly kind: "close" }
  | { readonly kind: "value"; readonly text: string };

/** Reads the items of a FETCH: names, each with one value, which may be a list. */
function readFetched(parts: Response): Fetched {
  const items = new Map<string, string>();
  let depth = 0;
  let name: string | undefined;
  for (const token of tokensOf(parts)) {
    if (token.kind === "open") depth++;
    else if (token.kind === "close") {
      depth--;
      if (depth === 1) name = undefined; // its value was a list
    } else if (depth === 1) {
      if (name !== undefined) items.set(name, token.text);
      name = name === undefined ? token.text.toUpperCase() : undefined;
    }
  }
  const number = (item: string) => {
    const text = items.get(item) ?? "";
    return /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
  };
  return { uid: number("UID"), octets: number("RFC822.SIZE"), content: items.get("BODY[]") };
}

function* tokensOf(parts: Response): Generator<Token> {
  for (const part of parts) {
    if (typeof part !== "string") {
      yield { kind: "value", text: latin1Text(part) };
      continue;
    }
    for (const [whole, quoted] of part.matchAll(/[()]|"((?:[^"\\]|\\.)*)"|[^ ()"]+/gs)) {
      if (whole === "(") yield { kind: "open" };
      else if (whole === ")") yield { kind: "close" };
      else if (quoted !== undefined) yield { kind: "value", text: quoted.replace(/\\(.)/gs, "$1") };
      else yield { kind: "value", text: whole === "NIL" ? "" : whole };
    }
  }
}
