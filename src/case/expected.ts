/** What may come back: patterns over replies, the end of a connection, and mail. Types only. */
import type { ClauseName } from "../smtp/received.ts";
import type { Expression } from "./expression.ts";
import type { Template } from "./template_types.ts";

/** How a server may close: any way, by FIN, by a reset, or with a TLS close_notify. */
export type ClosePattern = "yes" | "fin" | "reset" | "notify";

/** What one reply, or its absence, must be like. */
export type Pattern =
  | { readonly kind: "any" }
  | { readonly kind: "close" }
  | { readonly kind: "silence" }
  | { readonly kind: "kept"; readonly name: string }
  | { readonly kind: "one-of"; readonly patterns: readonly Pattern[] }
  | ReplyPattern;

export interface ReplyPattern {
  readonly kind: "reply";
  /** Codes as text with x for any digit; one of them must fit. Names in `$` stand for kept codes. */
  readonly codes: readonly string[];
  /** An enhanced code such as "5.1.x", demanded only where ENHANCEDSTATUSCODES is offered. */
  readonly enhanced: string | undefined;
  readonly text: Expression | undefined;
  readonly firstLine: Expression | undefined;
  readonly otherLines: Expression | undefined;
  readonly base64: Expression | undefined;
  /** Over all octets of the reply, codes and line ends included, one character an octet. */
  readonly raw: Expression | undefined;
  readonly not: Pattern | undefined;
  readonly lines: Range | undefined;
  readonly keyword: Template | undefined;
  readonly params: Expression | undefined;
  readonly absent: readonly Template[];
}

/** A range of counts; both ends belong to it. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** What all the replies up to the closing 221 must be like. */
export type RepliesPattern =
  | { readonly kind: "one-of"; readonly sequences: readonly Sequence[] }
  | { readonly kind: "count"; readonly count: Range; readonly each: Pattern | undefined };
/** Replies in order; `closes` says that the server closed where the 221 was due. */
export interface Sequence {
  readonly patterns: readonly Pattern[];
  readonly closes: boolean;
}

/** What must be found in a mailbox. */
export interface Delivered {
  readonly to: Template;
  readonly containing: Template;
  readonly count: Range;
  readonly body: { readonly kind: "as-sent" } | { readonly kind: "text"; readonly text: Template } | undefined;
  readonly headers: readonly HeaderExpectation[];
  readonly received: readonly ReceivedExpectation[];
  readonly returnPath: ReturnPathExpectation | undefined;
  /** Where it is otherwise, nothing can be concluded: a check before the test itself. */
  readonly isSetUp: boolean;
}
/** What a clause, or a path, may be: one of these. */
export type TracePattern =
  | { readonly kind: "any" }
  | { readonly kind: "absent" }
  | { readonly kind: "text"; readonly text: Template };

/** What some Received field must be like. */
export interface ReceivedExpectation {
  /** Only fields whose FROM names this client; undefined: all. */
  readonly of: Template | undefined;
  /** Which of the fields that are looked at, from 1; undefined: some one of them. */
  readonly nth: number | undefined;
  /** How many fields are looked at; undefined: one at least. */
  readonly count: Range | undefined;
  readonly clauses: ReadonlyMap<ClauseName, readonly TracePattern[]>;
  /** `valid` holds it against RFC 5322 §3.3; undefined: it may be as it is. */
  readonly date: "any" | "absent" | "valid" | undefined;
  /** The whole field is held against RFC 5321 §4.4. */
  readonly isStrict: boolean;
}

/** What the Return-Path field must be like. */
export interface ReturnPathExpectation {
  readonly path: readonly TracePattern[];
  readonly count: Range | undefined;
}

export interface HeaderExpectation {
  /** The name of the fields that are looked at, or "any". */
  readonly name: string;
  /** Of these, only fields whose values contain all of these texts. */
  readonly containing: readonly Template[];
  /** Which of the fields that are looked at, from 1; undefined: some one of them. */
  readonly nth: number | undefined;
  readonly text: Expression | undefined;
  /** Over the whole field as it is stored. */
  readonly raw: Expression | undefined;
  readonly count: Range | undefined;
  /** The first of the fields stands above the first one of this name. */
  readonly before: string | undefined;
}
