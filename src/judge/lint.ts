/** The reply linter: rules that every reply of every session has to keep, whatever a case is about. */
import type { Level } from "../case/case.ts";
import type { Flaw, FlawRule, Malformed, Reply } from "../smtp/reply.ts";
import { readEnhanced } from "../smtp/reply.ts";
import {
  weighNullMx,
  whyBare,
  whyMisshapen,
  whyMixed,
  whySpaceless,
  whyStatusless,
  whyUnlisted,
  whyUnregistered,
} from "./odd_codes.ts";

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
  | "closes-after-421";

/** One rule of the linter; its result stands in the report as `replies/lint/<rule>`. */
export interface Lint {
  readonly rule: LintRule;
  readonly level: Level;
  readonly demand: string;
  readonly rfc: readonly string[];
  readonly requirements: readonly string[];
}

export const lints: readonly Lint[] = [
  {
    rule: "code",
    level: "must",
    demand: "begin each line of a reply with three digits, the first 2 to 5, the second 0 to 5",
    rfc: ["RFC 5321 §4.2", "RFC 5321 §4.3.2"],
    requirements: ["5321-4.2-e", "5321-4.2-h", "5321-4.3.2-a", "5321-2.4-a"],
  },
  {
    rule: "listed-code",
    level: "should",
    demand: "send only reply codes that RFC 5321 or an extension of SMTP lists",
    rfc: ["RFC 5321 §4.2", "RFC 5321 §4.2.1", "RFC 1123 §5.2.10"],
    requirements: ["5321-4.2-f", "5321-4.2.1-e", "1123-5.2.10-a"],
  },
  {
    rule: "bare-code",
    level: "should not",
    demand: "send a reply code without text",
    rfc: ["RFC 5321 §4.2"],
    requirements: ["5321-4.2-i"],
  },
  {
    rule: "space-after-code",
    level: "should",
    demand: "send the space after the code of the last line, even where no text follows",
    rfc: ["RFC 5321 §4.2.1"],
    requirements: ["5321-4.2.1-b"],
  },
  {
    rule: "separator",
    level: "must",
    demand: "follow the code by a space, a hyphen or the end of the line",
    rfc: ["RFC 5321 §4.2"],
    requirements: ["5321-4.2-b", "5321-2.4-b"],
  },
  {
    rule: "same-code",
    level: "must",
    demand: "give all lines of a reply the same code",
    rfc: ["RFC 5321 §4.2.1"],
    requirements: ["5321-4.2.1-a", "5321-4.1.1.1-h"],
  },
  {
    rule: "line-end",
    level: "must",
    demand: "end each line of a reply with CRLF",
    rfc: ["RFC 5321 §2.3.8", "RFC 5321 §4.2"],
    requirements: ["5321-2.3.8-c"],
  },
  {
    rule: "bare-cr",
    level: "must not",
    demand: "put a bare CR inside a line of a reply",
    rfc: ["RFC 5321 §2.3.8", "RFC 5321 §4.2"],
    requirements: ["5321-4.2-d"],
  },
  {
    rule: "octet-range",
    level: "must not",
    demand: "send control characters in a reply, or octets above 126 without SMTPUTF8",
    rfc: ["RFC 5321 §4.2", "RFC 6531 §3.7.4.2"],
    requirements: ["5321-4.2-d", "5321-2.4-i"],
  },
  {
    rule: "line-octets",
    level: "should not",
    demand: "send lines of more than 512 octets in a reply",
    rfc: ["RFC 5321 §4.5.3.1.5"],
    requirements: ["5321-4.5.3.1.5-a"],
  },
  {
    rule: "unsolicited",
    level: "must not",
    demand: "send a reply that answers no command",
    rfc: ["RFC 5321 §4.2"],
    requirements: ["5321-4.2-a"],
  },
  {
    rule: "enhanced-class",
    level: "must",
    demand: "begin an enhanced status code with the first digit of the reply code",
    rfc: ["RFC 2034 §4", "RFC 3463 §2"],
    requirements: ["2034-4-c"],
  },
  {
    rule: "status-code",
    level: "must",
    demand: "put a status code into each 2yz, 4yz and 5yz reply but those to EHLO and HELO, where it offers them",
    rfc: ["RFC 2034 §4"],
    requirements: ["2034-4-a"],
  },
  {
    rule: "same-status-code",
    level: "must",
    demand: "begin each line of a reply with the same status code",
    rfc: ["RFC 2034 §4"],
    requirements: ["2034-4-d"],
  },
  {
    rule: "status-code-form",
    level: "must",
    demand: "write a status code as a class of 2, 4 or 5 and two numbers of up to three digits without leading zeros",
    rfc: ["RFC 3463 §2"],
    requirements: ["3463-2-a", "3463-2-b"],
  },
  {
    rule: "registered-status-code",
    level: "should",
    demand: "send only status codes that are registered",
    rfc: ["RFC 3463 §2", "RFC 5248 §2"],
    requirements: ["3463-2-c"],
  },
  {
    rule: "null-mx-code",
    level: "should",
    demand: "report a recipient's null MX with 556, and a sender's with 550",
    rfc: ["RFC 7505 §4.1"],
    requirements: ["7505-4.1-a", "7505-4.1-b"],
  },
  {
    rule: "ehlo-keyword",
    level: "must",
    demand: "write each EHLO line as a keyword of letters, digits and hyphens, then parameters",
    rfc: ["RFC 5321 §4.1.1.1"],
    requirements: ["5321-4.1.1.1-e", "5321-4.1.1.1-f", "5321-4.1.1.1-g"],
  },
  {
    rule: "closes-after-421",
    level: "should",
    demand: "close the connection after a 421",
    rfc: ["RFC 5321 §3.8"],
    requirements: ["5321-3.8-d"],
  },
];

/** What is known of a session when a reply is read. */
export interface LintContext {
  readonly offersEnhanced: boolean;
  /** The session asked for SMTPUTF8, so that a reply may have UTF-8 (RFC 6531 §3.7.4.2). */
  readonly usesUtf8: boolean;
  /** The reply answers EHLO, LHLO or HELO, which never carry an enhanced code (RFC 2034 §4). */
  readonly isHello: boolean;
  /** It is the 250 that lists what EHLO or LHLO offers. */
  readonly isOffer: boolean;
}

/** One breach of a rule. One that is tolerated is a warning at most. */
export interface Breach {
  readonly rule: LintRule;
  readonly why: string;
  readonly isTolerated: boolean;
}

/** What the rules about one reply found. */
export interface Linted {
  readonly checked: readonly LintRule[];
  readonly breaches: readonly Breach[];
}

/** Checks one reply; gives the rules that apply to it and those that it breaks. */
export function lintReply(reply: Reply, context: LintContext): Linted {
  const parts = [
    lintForm(reply, context),
    lintCode(reply),
    ...(context.offersEnhanced && !context.isHello && [2, 4, 5].includes(Math.floor(reply.code / 100))
      ? [lintStatus(reply)]
      : []),
    ...(context.isHello && context.isOffer ? [lintOffer(reply)] : []),
  ];
  return {
    checked: parts.flatMap(({ checked }) => checked),
    breaches: parts.flatMap(({ breaches }) => breaches),
  };
}

function breach(rule: LintRule, why: string | undefined): Breach[] {
  return why === undefined ? [] : [{ rule, why, isTolerated: false }];
}

/** Checks the lines that could be read of octets that are no reply. */
export function lintMalformed({ flaws }: Malformed, context: LintContext): Linted {
  return lintForm({ code: undefined, flaws }, context);
}

/** What the form of a reply is checked by. */
interface Form {
  readonly code: number | undefined;
  readonly flaws: readonly Flaw[];
}

function lintForm(reply: Form, context: LintContext): Linted {
  const breaches = reply.flaws
    .filter(({ rule, why }) => !(rule === "octet-range" && context.usesUtf8 && /0x[89a-f]/.test(why)))
    // RFC 5321 §4.1.1.1, ehlo-greet: after the domain any ASCII character but CR and LF is allowed.
    .filter(({ rule, line, why }) => !(rule === "octet-range" && context.isHello && line === 0 && /0x[0-7]/.test(why)))
    .filter(({ rule }) => !(rule === "line-octets" && reply.code === 334)) // RFC 4954 §4: challenges may be longer
    .flatMap(({ rule, why }) => breach(rule, why));
  return {
    checked: ["code", "separator", "same-code", "line-end", "bare-cr", "octet-range", "line-octets"],
    breaches,
  };
}

function lintCode(reply: Reply): Linted {
  const isChallenge = reply.code === 334; // RFC 4954 §4: what follows is base64, and may be nothing
  return {
    checked: ["listed-code", "space-after-code", ...(isChallenge ? [] : ["bare-code" as const])],
    breaches: [
      ...breach("listed-code", whyUnlisted(reply.code)),
      ...breach("space-after-code", whySpaceless(reply)),
      ...(isChallenge ? [] : breach("bare-code", whyBare(reply))),
    ],
  };
}

function lintStatus(reply: Reply): Linted {
  const texts = reply.lines.map(({ text }) => text);
  const deviant = texts.map(readEnhanced)
    .find((enhanced) => enhanced !== undefined && enhanced.class !== Math.floor(reply.code / 100));
  const shown = deviant === undefined
    ? undefined
    : `${deviant.class}.${deviant.subject}.${deviant.detail} was sent with ${reply.code}`;
  const found = (why: (text: string) => string | undefined) => texts.map(why).find((each) => each !== undefined);
  const nullMx = weighNullMx(reply);
  return {
    checked: [
      "enhanced-class",
      "status-code",
      "same-status-code",
      "status-code-form",
      "registered-status-code",
      ...(nullMx.isMet ? ["null-mx-code" as const] : []),
    ],
    breaches: [
      ...breach("enhanced-class", shown),
      ...breach("status-code", whyStatusless(reply)),
      ...breach("same-status-code", whyMixed(reply)),
      ...breach("status-code-form", found(whyMisshapen)),
      ...breach("registered-status-code", found(whyUnregistered)),
      ...breach("null-mx-code", nullMx.why),
    ],
  };
}

function lintOffer(reply: Reply): Linted {
  const odd = reply.lines.slice(1).map(({ text }) => text).filter((text) => !keywordLine.test(text));
  const worst = odd.find((text) => !isTolerableKeyword(text)) ?? odd[0];
  if (worst === undefined) return { checked: ["ehlo-keyword"], breaches: [] };
  const why = `the line "${worst}" is no keyword line`;
  return {
    checked: ["ehlo-keyword"],
    breaches: [{ rule: "ehlo-keyword", why, isTolerated: isTolerableKeyword(worst) }],
  };
}

const keywordLine = /^[A-Za-z0-9][A-Za-z0-9-]*( [!-~]+)*$/; // RFC 5321 §4.1.1.1, ehlo-line

/** "AUTH=LOGIN" is a courtesy to clients of the last century, and a space too many hurts nobody. */
function isTolerableKeyword(text: string): boolean {
  return /^AUTH=/i.test(text) || keywordLine.test(text.replace(/ +/g, " ").trimEnd());
}
