/** The standard words: each stands for steps of set-up, named as RFC 5321 names what they send. A new word is a row. */
import type { Span } from "../base/source.ts";
import type { Node } from "./yaml.ts";

/** A value as an author would write it. */
export type Written = string | readonly Written[] | { readonly [key: string]: Written };

const hello: Written = { send: "$hello $client", reply: "250" };

/** The steps that each word stands for. */
export const standardSteps: ReadonlyMap<string, readonly Written[]> = new Map<string, readonly Written[]>([
  ["EHLO", [hello]],
  ["MAIL", [{ send: "MAIL FROM:<$from>", reply: "250" }]],
  ["RCPT", [{ send: "RCPT TO:<$rcpt>", reply: ["250", "251"] }]], // RFC 5321 §3.3
  ["DATA", [{ send: "DATA", reply: "354" }]],
  ["message", [{ message: { body: "a message" }, reply: "2xx" }]],
  ["RSET", [{ send: "RSET", reply: "250" }]],
  // RFC 3207 §4.2: after the handshake the session begins anew, with EHLO.
  ["STARTTLS", [{ send: "STARTTLS", reply: "220" }, { tls: "handshake" }, hello]],
  ["login", [{ auth: { mechanism: "best" }, reply: "235" }]],
]);

/** Makes the node that such a value would be, were it written at the place of a span. */
export function nodeAt(written: Written, span: Span): Node {
  if (typeof written === "string") return scalarAt(written, span);
  if (isList(written)) return { kind: "list", items: written.map((item) => nodeAt(item, span)), span };
  const entries = Object.entries(written).map(([key, value]) => ({
    key: scalarAt(key, span),
    value: nodeAt(value, span),
  }));
  return { kind: "map", entries, span };
}

// Array.isArray() does not narrow a readonly array.
const isList = (written: Written): written is readonly Written[] => Array.isArray(written);

// Quoted, so that what follows the word in the file is not held for a part of the value.
const scalarAt = (text: string, span: Span) =>
  ({ kind: "scalar", text, style: "single", comment: undefined, span }) as const;
