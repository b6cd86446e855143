/** The types of the case language: what a case file holds once it is read. Types only. */
import type { Milliseconds } from "../base/time.ts";
import type { Role } from "../smtp/role.ts";
import type { Span } from "../base/source.ts";
import type { Expression } from "./expression.ts";
import type { ClosePattern, Delivered, Pattern, RepliesPattern } from "./expected.ts";
import type { Template } from "./template_types.ts";
import type { Tool } from "./tools.ts";

/** The force of a requirement (RFC 2119). */
export type Level = "must" | "must not" | "should" | "should not" | "may";
export const levels: readonly Level[] = ["must", "must not", "should", "should not", "may"];

/** What follows where a case fails; of several, the gravest. */
export type Impact = "security" | "loss" | "interoperability" | "form";
export const impacts: readonly Impact[] = ["security", "loss", "interoperability", "form"];

/** What a case may do to a server; the empty set is safe. */
export type Risk = "delivers" | "heavy" | "hostile" | "slow";
export const risks: readonly Risk[] = ["delivers", "heavy", "hostile", "slow"];

/** The state in which a case begins; the runner reaches it. */
export type Start = "connected" | "greeted" | "ehlo" | "mail" | "rcpt" | "data";
export const starts: readonly Start[] = ["connected", "greeted", "ehlo", "mail", "rcpt", "data"];

/** A place in an RFC, or a CVE, as it is written: "RFC 5321 §4.1.1.9". */
export type Reference = string;

/** A condition on the target, without which a case is skipped. */
export type Gate =
  | { readonly kind: "keyword"; readonly keyword: string; readonly isOffered: boolean }
  | { readonly kind: "fact"; readonly fact: Fact; readonly count: number };
/** What a target can have besides the variables: a user with a password, a mailbox that can be read, … */
export const facts = [
  "user",
  "bearer_token",
  "client_cert",
  "unknown_rcpt",
  "foreign_rcpt",
  "list",
  "rcpt",
  "mailbox",
  "rcpts",
  "host_name",
] as const;
export type Fact = typeof facts[number];

/** One requirement put to the server. `demand` completes the sentence "The server <level> …". */
export interface Case {
  /** Path of the file below `cases/`, the case's id, and the variant in brackets. */
  readonly id: string;
  readonly area: string;
  readonly title: string;
  readonly level: Level;
  readonly demand: string;
  /** Undefined where neither the case nor its file says so. */
  readonly impact: Impact | undefined;
  readonly why: string | undefined;
  /** The version of the suite in which the case appeared, 1.2.3; undefined: it was there from the beginning. */
  readonly since: string | undefined;
  readonly rfc: readonly Reference[];
  readonly requirements: readonly string[];
  /** The tools whose own answer is what the case is about. */
  readonly tests: ReadonlySet<Tool>;
  /** The roles to which the rule is bound; empty: any port that speaks ESMTP. */
  readonly ports: readonly Role[];
  readonly start: Start;
  readonly session: ReadonlySet<"tls" | "auth">;
  readonly requires: readonly Gate[];
  readonly risks: ReadonlySet<Risk>;
  /** The variant's columns that are text, for `$column` inside templates. */
  readonly columns: ReadonlyMap<string, Template>;
  readonly made: ReadonlyMap<string, Made>;
  readonly steps: readonly Step[];
  /** The names of variables that the case uses and does not make itself. */
  readonly uses: ReadonlySet<string>;
  readonly span: Span;
}

/** A name made by `let`. */
export type Made =
  | { readonly kind: "text"; readonly text: Template }
  | { readonly kind: "base64"; readonly octets: Template }
  | { readonly kind: "upper"; readonly text: Template };

/** One step: an action, what must come back, and how it is done. */
export interface Step {
  /** It brings about the situation of the test: what is not as listed leaves the case inconclusive. */
  readonly isGiven: boolean;
  /** The standard word, or the name of the block, that stands for the step in the file. */
  readonly word: string | undefined;
  readonly action: Action;
  readonly expect: readonly Expectation[];
  /** The connection on which the step runs; `main` is the first. */
  readonly on: string;
  readonly within: Milliseconds | undefined;
  readonly gap: Milliseconds | undefined;
  readonly split: Split | undefined;
  readonly repeat: Repeat | undefined;
  readonly when: readonly Gate[];
  readonly keep: readonly Keep[];
  /** What `$fill` stands for: so many octets, or as many as make the line so long with its CRLF. */
  readonly fill: { readonly octets: number; readonly of: "fill" | "line" } | undefined;
  readonly span: Span;
}

/** Where the octets of a step are cut into writes. `every-border` repeats the case for each border. */
export type Split =
  | { readonly kind: "every-border" }
  | { readonly kind: "single-octets" }
  | { readonly kind: "offsets"; readonly offsets: readonly number[] };

export interface Repeat {
  readonly times: number;
  /** The name bound in each turn, and the list that it goes through. */
  readonly each: { readonly name: string; readonly list: string } | undefined;
}

/** A value to keep out of a reply: its code, or the one group of a pattern over its text. */
export interface Keep {
  readonly name: string;
  readonly take: "code" | Expression;
}

/** What the client does. `read` does nothing: the step only expects. */
export type Action =
  | { readonly kind: "read" }
  | { readonly kind: "send"; readonly line: Template }
  | { readonly kind: "bytes"; readonly segments: readonly Template[] }
  | { readonly kind: "pipeline"; readonly steps: readonly Step[] }
  | { readonly kind: "message"; readonly header: readonly HeaderField[]; readonly body: Body }
  | { readonly kind: "bdat"; readonly chunk: Chunk; readonly declare: Template | undefined; readonly isLast: boolean }
  | {
    readonly kind: "tls";
    readonly name: Template | undefined;
    /** The client shows its certificate. */
    readonly showsCertificate: boolean;
    readonly session: TlsExpectation;
  }
  | {
    readonly kind: "hello";
    readonly version: HelloVersion;
    /** The version of the record layer, which may differ from the one that is offered; undefined for the usual one. */
    readonly layer: number | undefined;
    readonly record: readonly Outcome<RecordPattern>[];
  }
  | {
    readonly kind: "auth";
    /** Undefined for the best that the server offers. */
    readonly mechanism: Template | undefined;
    readonly user: Template;
    readonly pass: Template;
    readonly tamper: ReadonlyMap<string, Template>;
  }
  | { readonly kind: "connect"; readonly name: string; readonly port: Role | undefined }
  | { readonly kind: "close"; readonly how: "fin" | "reset" }
  | { readonly kind: "wait"; readonly time: Milliseconds };

export interface HeaderField {
  readonly name: string;
  readonly value: Template;
}
export type Body =
  | { readonly kind: "bytes"; readonly octets: Template }
  | { readonly kind: "text"; readonly text: Template }
  | { readonly kind: "octets"; readonly octets: Template }
  /** Lines of a single dot, each of which is stuffed on the wire; `octets` counts them as they are before. */
  | { readonly kind: "dots"; readonly octets: Template }
  | { readonly kind: "lines"; readonly lines: number };
export type Chunk =
  | { readonly kind: "text"; readonly text: Template }
  | { readonly kind: "octets"; readonly octets: Template };

/** What must be agreed in the handshake; each value is a pattern over the fact's text. */
export interface TlsExpectation {
  readonly protocol: Expression | undefined;
  readonly cipher: Expression | undefined;
  readonly name: boolean | undefined;
  readonly valid: boolean | undefined;
  readonly trusted: boolean | undefined;
}
export type HelloVersion = "SSLv3" | "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";
/** What the first record of an answer can be; the alert "protocol_version" is an alert too. */
export type RecordPattern = "alert" | "protocol-version" | "close" | "server-hello" | "other";
export const recordPatterns: readonly RecordPattern[] = ["alert", "protocol-version", "close", "server-hello", "other"];

/** What an outcome means for the case. */
export type Then = "pass" | "warn" | "stop" | "branch" | "inconclusive" | "fail";
export const thens: readonly Then[] = ["pass", "warn", "stop", "branch", "inconclusive", "fail"];

/** One outcome of an expectation. Outcomes are tried as written; the first that fits decides. */
export interface Outcome<P> {
  readonly then: Then;
  readonly pattern: P;
  readonly because: Template | undefined;
  /** The steps of a branch. */
  readonly steps: readonly Step[];
  readonly span: Span;
}

export type Expectation =
  | { readonly kind: "reply"; readonly outcomes: readonly Outcome<Pattern>[]; readonly span: Span }
  | { readonly kind: "until-quit"; readonly outcomes: readonly Outcome<RepliesPattern>[]; readonly span: Span }
  | { readonly kind: "closes"; readonly outcomes: readonly Outcome<ClosePattern>[]; readonly span: Span }
  | { readonly kind: "silence"; readonly time: Milliseconds; readonly span: Span }
  | { readonly kind: "delivered"; readonly mail: Delivered; readonly span: Span };
