/** The reply linter: rules that every reply of every session has to keep, whatever a case is about. */
import type { Level } from "../case/case.ts";
import type { FlawRule, Reply } from "../smtp/reply.ts";
import { readEnhanced } from "../smtp/reply.ts";

export type LintRule = FlawRule | "unsolicited" | "enhanced-class" | "ehlo-keyword" | "closes-after-421";

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
    rfc: ["RFC 5321 §4.2"],
    requirements: ["5321-4.2-e", "5321-4.2-h"],
  },
  {
    rule: "separator",
    level: "must",
    demand: "follow the code by a space, a hyphen or the end of the line",
    rfc: ["RFC 5321 §4.2"],
    requirements: ["5321-4.2-b"],
  },
  {
    rule: "same-code",
    level: "must",
    demand: "give all lines of a reply the same code",
    rfc: ["RFC 5321 §4.2.1"],
    requirements: ["5321-4.2.1-a"],
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
    demand: "put control characters, or octets above 126 without SMTPUTF8, into a reply",
    rfc: ["RFC 5321 §4.2", "RFC 6531 §3.7.4.2"],
    requirements: ["5321-4.2-d"],
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
  /** The session asked for SMTPUTF8, so that UTF-8 may stand in a reply (RFC 6531 §3.7.4.2). */
  readonly usesUtf8: boolean;
  /** The reply answers EHLO, LHLO or HELO, which never carry an enhanced code (RFC 2034 §4). */
  readonly isHello: boolean;
  /** It is the 250 that lists what EHLO or LHLO offers. */
  readonly isOffer: boolean;
}

/** One breach of a rule. `poor` lowers it to a warning. */
export interface Breach {
  readonly rule: LintRule;
  readonly why: string;
  readonly isPoor: boolean;
}

/** Checks one reply; gives the rules that were put to it and those that it breaks. */
export function lintReply(reply: Reply, context: LintContext): { checked: LintRule[]; breaches: Breach[] } {
  const checked: LintRule[] = ["code", "separator", "same-code", "line-end", "bare-cr", "octet-range", "line-octets"];
  const breaches: Breach[] = reply.flaws
    .filter(({ rule, why }) => !(rule === "octet-range" && context.usesUtf8 && /0x[89a-f]/.test(why)))
    // RFC 5321 §4.1.1.1, ehlo-greet: behind the domain any ASCII character but CR and LF may stand.
    .filter(({ rule, line, why }) => !(rule === "octet-range" && context.isHello && line === 0 && /0x[0-7]/.test(why)))
    .filter(({ rule }) => !(rule === "line-octets" && reply.code === 334)) // RFC 4954 §4: challenges may be longer
    .map(({ rule, why }) => ({ rule, why, isPoor: false }));
  if (context.offersEnhanced && !context.isHello && [2, 4, 5].includes(Math.floor(reply.code / 100))) {
    checked.push("enhanced-class");
    const odd = reply.lines.map(({ text }) => readEnhanced(text))
      .find((enhanced) => enhanced !== undefined && enhanced.class !== Math.floor(reply.code / 100));
    if (odd !== undefined) {
      const shown = `${odd.class}.${odd.subject}.${odd.detail}`;
      breaches.push({ rule: "enhanced-class", why: `${shown} stands in a ${reply.code}`, isPoor: false });
    }
  }
  if (context.isHello && context.isOffer) {
    checked.push("ehlo-keyword");
    const odd = reply.lines.slice(1).map(({ text }) => text).filter((text) => !keywordLine.test(text));
    const worst = odd.find((text) => !isPoorKeyword(text)) ?? odd[0];
    if (worst !== undefined) {
      const why = `the line "${worst}" is no keyword line`;
      breaches.push({ rule: "ehlo-keyword", why, isPoor: isPoorKeyword(worst) });
    }
  }
  return { checked, breaches };
}

const keywordLine = /^[A-Za-z0-9][A-Za-z0-9-]*( [!-~]+)*$/; // RFC 5321 §4.1.1.1, ehlo-line

/** "AUTH=LOGIN" is a courtesy to clients of the last century, and a space too many hurts nobody. */
function isPoorKeyword(text: string): boolean {
  return /^AUTH=/i.test(text) || keywordLine.test(text.replace(/ +/g, " ").trimEnd());
}
