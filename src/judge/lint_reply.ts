/** The reply linter: puts its rules to one reply. Pure. */
import { type Flaw, type Malformed, readEnhanced, type Reply } from "../smtp/reply.ts";
import type { Breach, LintRule } from "./lint.ts";
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

/** What is known of a session when a reply is read. */
export interface LintContext {
  readonly offersEnhanced: boolean;
  /** The session asked for SMTPUTF8, so that a reply may have UTF-8 (RFC 6531 §3.7.4.2). */
  readonly usesUtf8: boolean;
  /** The reply answers EHLO, LHLO or HELO, which never carry an enhanced code (RFC 2034 §4), or may do so. */
  readonly mayAnswerHello: boolean;
  /** It is the 250 that lists what EHLO or LHLO offers. */
  readonly isOffer: boolean;
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
    ...(context.offersEnhanced && !context.mayAnswerHello && [2, 4, 5].includes(Math.floor(reply.code / 100))
      ? [lintStatus(reply)]
      : []),
    ...(context.isOffer ? [lintOffer(reply)] : []),
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
    .filter(({ rule, line, why }) =>
      !(rule === "octet-range" && context.mayAnswerHello && line === 0 && /0x[0-7]/.test(why))
    )
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
