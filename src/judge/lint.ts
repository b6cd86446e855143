/** The rules of the linter: what is watched in all sessions, whatever a case is about. */
import type { Impact, Level } from "../case/case.ts";
import type { FlawRule } from "../smtp/reply.ts";
import type { LintTopic } from "./lint_topic.ts";

/** So many occurrences of a rule are kept. Our choice: a server that breaks a rule breaks it everywhere. */
export const mostOccurrences = 100;

export type LintRule =
  | FlawRule
  | "listed-code"
  | "bare-code"
  | "space-after-code"
  | "unsolicited"
  | "enhanced-class"
  | "status-code"
  | "same-status-code"
  | "status-code-form"
  | "registered-status-code"
  | "null-mx-code"
  | "ehlo-keyword"
  | "closes-after-421"
  | "reply-form"
  | "greets-first"
  | "space-after-colon"
  | "missing-reply"
  | "closes-without-421"
  | "repeated-421"
  | "still-answers";

/** One rule of the linter; its result stands in the report as `TOPIC/RULE`. */
export interface Lint {
  readonly rule: LintRule;
  /** What the rule is put to: every reply, or what the runner's own sessions met. */
  readonly topic: LintTopic;
  readonly level: Level;
  readonly demand: string;
  readonly impact: Impact;
  readonly rfc: readonly string[];
  readonly requirements: readonly string[];
  /** The version of the suite that had it first; absent: it is as old as the suite. */
  readonly since?: string;
  /** It is about what legal input leads to, in the runner's own sessions too. */
  readonly isOfSession?: true;
  /** Its breach ends what was asked for: it is reported then though the rule was not selected. */
  readonly endsRuns?: true;
}

/** The id under which a rule stands in the report. */
export function lintId({ topic, rule }: Lint): string {
  return `${topic}/${rule}`;
}

export const lints: readonly Lint[] = [
  {
    rule: "code",
    topic: "replies/lint",
    level: "must",
    demand: "begin each line of a reply with three digits, the first 2 to 5, the second 0 to 5",
    impact: "interoperability",
    rfc: ["RFC 5321 §4.2", "RFC 5321 §4.3.2"],
    requirements: ["5321-4.2-e", "5321-4.2-h", "5321-4.3.2-a", "5321-2.4-a"],
  },
  {
    rule: "listed-code",
    topic: "replies/lint",
    level: "should",
    demand: "send only reply codes that RFC 5321 or an extension of SMTP lists",
    impact: "form",
    rfc: ["RFC 5321 §4.2", "RFC 5321 §4.2.1", "RFC 1123 §5.2.10"],
    requirements: ["5321-4.2-f", "5321-4.2.1-e", "1123-5.2.10-a"],
  },
  {
    rule: "bare-code",
    topic: "replies/lint",
    level: "should not",
    demand: "send a reply code without text",
    impact: "form",
    rfc: ["RFC 5321 §4.2"],
    requirements: ["5321-4.2-i"],
  },
  {
    rule: "space-after-code",
    topic: "replies/lint",
    level: "should",
    demand: "send the space after the code of the last line, even where no text follows",
    impact: "form",
    rfc: ["RFC 5321 §4.2.1"],
    requirements: ["5321-4.2.1-b"],
  },
  {
    rule: "separator",
    topic: "replies/lint",
    level: "must",
    demand: "follow the code by a space, a hyphen or the end of the line",
    impact: "interoperability",
    rfc: ["RFC 5321 §4.2"],
    requirements: ["5321-4.2-b", "5321-2.4-b"],
  },
  {
    rule: "same-code",
    topic: "replies/lint",
    level: "must",
    demand: "give all lines of a reply the same code",
    impact: "interoperability",
    rfc: ["RFC 5321 §4.2.1"],
    requirements: ["5321-4.2.1-a", "5321-4.1.1.1-h"],
  },
  {
    rule: "line-end",
    topic: "replies/lint",
    level: "must",
    demand: "end each line of a reply with CRLF",
    impact: "interoperability",
    rfc: ["RFC 5321 §2.3.8", "RFC 5321 §4.2"],
    requirements: ["5321-2.3.8-c"],
  },
  {
    rule: "bare-cr",
    topic: "replies/lint",
    level: "must not",
    demand: "put a bare CR inside a line of a reply",
    impact: "interoperability",
    rfc: ["RFC 5321 §2.3.8", "RFC 5321 §4.2"],
    requirements: ["5321-4.2-d"],
  },
  {
    rule: "octet-range",
    topic: "replies/lint",
    level: "must not",
    demand: "send control characters in a reply, or octets above 126 without SMTPUTF8",
    impact: "interoperability",
    rfc: ["RFC 5321 §4.2", "RFC 6531 §3.7.4.2"],
    requirements: ["5321-4.2-d", "5321-2.4-i"],
  },
  {
    rule: "line-octets",
    topic: "replies/lint",
    level: "should not",
    demand: "send lines of more than 512 octets in a reply",
    impact: "interoperability",
    rfc: ["RFC 5321 §4.5.3.1.5"],
    requirements: ["5321-4.5.3.1.5-a"],
  },
  {
    rule: "unsolicited",
    topic: "replies/lint",
    level: "must not",
    demand: "send a reply that answers no command",
    impact: "interoperability",
    rfc: ["RFC 5321 §4.2"],
    requirements: ["5321-4.2-a"],
  },
  {
    rule: "enhanced-class",
    topic: "replies/lint",
    level: "must",
    demand: "begin an enhanced status code with the first digit of the reply code",
    impact: "interoperability",
    rfc: ["RFC 2034 §4", "RFC 3463 §2"],
    requirements: ["2034-4-c"],
  },
  {
    rule: "status-code",
    topic: "replies/lint",
    level: "must",
    demand: "put a status code into each 2yz, 4yz and 5yz reply but those to EHLO and HELO, where it offers them",
    impact: "form",
    rfc: ["RFC 2034 §4"],
    requirements: ["2034-4-a"],
  },
  {
    rule: "same-status-code",
    topic: "replies/lint",
    level: "must",
    demand: "begin each line of a reply with the same status code",
    impact: "form",
    rfc: ["RFC 2034 §4"],
    requirements: ["2034-4-d"],
  },
  {
    rule: "status-code-form",
    topic: "replies/lint",
    level: "must",
    demand: "write a status code as a class of 2, 4 or 5 and two numbers of up to three digits without leading zeros",
    impact: "form",
    rfc: ["RFC 3463 §2"],
    requirements: ["3463-2-a", "3463-2-b"],
  },
  {
    rule: "registered-status-code",
    topic: "replies/lint",
    level: "should",
    demand: "send only status codes that are registered",
    impact: "form",
    rfc: ["RFC 3463 §2", "RFC 5248 §2"],
    requirements: ["3463-2-c"],
  },
  {
    rule: "null-mx-code",
    topic: "replies/lint",
    level: "should",
    demand: "report a recipient's null MX with 556, and a sender's with 550",
    impact: "form",
    rfc: ["RFC 7505 §4.1"],
    requirements: ["7505-4.1-a", "7505-4.1-b"],
  },
  {
    rule: "ehlo-keyword",
    topic: "replies/lint",
    level: "must",
    demand: "write each EHLO line as a keyword of letters, digits and hyphens, then parameters",
    impact: "interoperability",
    rfc: ["RFC 5321 §4.1.1.1"],
    requirements: ["5321-4.1.1.1-e", "5321-4.1.1.1-f", "5321-4.1.1.1-g"],
  },
  {
    rule: "closes-after-421",
    topic: "replies/lint",
    level: "should",
    demand: "close the connection after a 421",
    impact: "form",
    rfc: ["RFC 5321 §3.8"],
    requirements: ["5321-3.8-d"],
  },
  {
    rule: "missing-reply",
    topic: "replies/lint",
    level: "must",
    demand: "answer each legal command, and the end of each message",
    impact: "interoperability",
    rfc: ["RFC 5321 §4.2"],
    requirements: ["5321-4.2-a"],
    isOfSession: true,
  },
  {
    rule: "closes-without-421",
    topic: "replies/lint",
    level: "must not",
    demand: "close the connection after legal input without a 421",
    impact: "interoperability",
    rfc: ["RFC 5321 §3.8", "RFC 5321 §4.1.1.10"],
    requirements: ["5321-3.8-b", "5321-4.1.1.10-c"],
    isOfSession: true,
  },
  {
    rule: "repeated-421",
    topic: "replies/lint",
    level: "must not",
    demand: "end the session by a 421 for a legal input, while others are served",
    impact: "interoperability",
    rfc: ["RFC 5321 §3.8", "RFC 5321 §4.2.3"],
    requirements: ["5321-3.8-b"],
    since: "0.2.0",
    isOfSession: true,
  },
  {
    rule: "reply-form",
    topic: "sanity",
    level: "must",
    demand: "greet, and answer each command of a plain transaction, by a reply: three digits, then text, then CRLF",
    impact: "interoperability",
    rfc: ["RFC 5321 §4.2", "RFC 5321 §3.1"],
    requirements: ["5321-4.2-b", "5321-3.1-a"],
  },
  {
    rule: "greets-first",
    topic: "sanity",
    level: "must",
    demand: "greet before the client has said anything",
    impact: "interoperability",
    rfc: ["RFC 5321 §3.1", "RFC 5321 §4.3.1"],
    requirements: ["5321-3.1-a"],
  },
  {
    rule: "space-after-colon",
    topic: "sanity",
    level: "must",
    demand: "understand MAIL FROM: and RCPT TO: without a space after the colon",
    impact: "interoperability",
    rfc: ["RFC 5321 §3.3", "RFC 5321 §4.1.1.2", "RFC 5321 §4.1.1.3"],
    requirements: ["5321-4.1.1.2-a"],
  },
  {
    rule: "still-answers",
    topic: "sanity",
    level: "should",
    demand: "take connections at all times, whatever a client sends",
    impact: "interoperability",
    rfc: ["RFC 5321 §4.5.4.2"],
    requirements: ["5321-4.5.4.2-b"],
    since: "0.2.0",
    endsRuns: true,
  },
];

/** One breach of a rule. One that is tolerated is a warning at most. */
export interface Breach {
  readonly rule: LintRule;
  readonly why: string;
  readonly isTolerated: boolean;
}
