/** Faults of the parameters of DSN. */
import { reply } from "../../../reference/server/reply.ts";
import type { ParameterRule } from "../../../reference/server/behaviour.ts";
import { type Fault, onlyWarned } from "../../fault.ts";
import { afterVerb, changeArgument, just, mailRule, onVerb, rcptRule, refuseArgument } from "../../mutations.ts";

const must = (id: string, description: string, caught: readonly string[], mutation: Fault["mutation"]): Fault => ({
  id: `dsn-${id}`,
  description,
  caughtBy: caught.map((glob) => `dsn/parameters/${glob}`),
  alsoSeenBy: ["dsn"],
  mutation,
});

const narrow = (verb: string) => (id: string, description: string, caught: string, form: RegExp): Fault =>
  must(id, description, [caught], refuseArgument(verb, form, "501 5.5.4"));
const mail = narrow("MAIL");
const rcpt = narrow("RCPT");

const takes: ParameterRule = () => undefined;
const acceptsIf = (form: RegExp) => (right: ParameterRule): ParameterRule => (value, ...rest) =>
  form.test(value ?? "") ? undefined : right(value, ...rest);

/** What is valid and refused. */
const narrowFaults: readonly Fault[] = [
  mail("mail-refused", "does not recognize RET and ENVID", "mail", /RET=|ENVID=/i),
  mail("ret-capitals", "recognizes HDRS in upper case only", "mail[ret-lower]", /hdrs/),
  mail("ret-mixed-case", "recognizes FULL in one case only", "mail[ret-mixed]", /Full/),
  mail("envid-capitals", "recognizes ENVID in upper case only", "mail[envid-lower]", /envid/),
  mail("envid-no-codes", "accepts no codes in ENVID", "mail[envid-code]", /ENVID=\S*\+/i),
  mail("envid-starts-plain", "requires ENVID to begin with a plain character", "mail[envid-only-codes]", /ENVID=\+/),
  mail(
    "envid-words",
    "accepts letters, digits and codes only in ENVID",
    "mail[envid-marks]",
    /ENVID=[^ ]*[^A-Za-z0-9+ ]/,
  ),
  mail("ret-first", "requires RET before ENVID", "mail[other-order]", /ENVID=\S+ RET/),
  mail("short-values", "accepts ENVID of at most 64 octets", "longest-values", /ENVID=.{65}/i),
  mail("bounces-refused", "recognizes no RET after <>", "null-reverse-path", /^FROM:<> RET/i),
  rcpt("rcpt-refused", "does not recognize NOTIFY and ORCPT", "rcpt", /NOTIFY=|ORCPT=/i),
  rcpt("never-capitals", "recognizes NEVER in upper case only", "rcpt[never-lower]", /never/),
  rcpt("notify-mixed-case", "recognizes SUCCESS in upper case only", "rcpt[any-case]", /Success/),
  rcpt("no-never", "does not recognize NEVER", "rcpt[never]", /NOTIFY=NEVER$/),
  rcpt("no-delay", "does not recognize DELAY", "rcpt[delay]", /DELAY/),
  rcpt("no-list", "accepts one word in NOTIFY", "rcpt[two]", /NOTIFY=[^ ]*,/i),
  rcpt("two-words", "accepts two words in NOTIFY at the most", "rcpt[all-three]", /NOTIFY=[^ ]*,.*,/i),
  rcpt("notify-order", "requires the words of NOTIFY in an order", "rcpt[other-order]", /DELAY,SUCCESS/),
  rcpt("notify-once", "refuses a word that comes twice in NOTIFY", "repeated-word", /SUCCESS,SUCCESS/),
  rcpt("orcpt-capitals", "recognizes ORCPT in upper case only", "rcpt[orcpt-lower]", /orcpt/),
  rcpt("orcpt-rfc822", "recognizes no address type but rfc822", "rcpt[orcpt-other-type]", /ORCPT=(?!rfc822)/i),
  rcpt("orcpt-semicolons", "accepts no semicolon in an address", "rcpt[orcpt-semicolon]", /ORCPT=[^;]*;[^ ]*;/i),
  rcpt("notify-first", "requires NOTIFY before ORCPT", "rcpt[both-other-order]", /ORCPT=\S+ NOTIFY/i),
  rcpt("short-orcpt", "accepts ORCPT of at most 255 octets", "longest-values", /ORCPT=.{256}/i),
  rcpt("no-utf8-type", "accepts no UTF-8 in ORCPT", "utf-8-type[utf-8]", /ORCPT=utf-8.*[\x80-\xff]/i),
  rcpt("no-unitext", "accepts no code points in ORCPT", "utf-8-type[ascii]", /ORCPT=utf-8.*\\x/i),
];

/** What is wrong and accepted. */
const laxFaults: readonly Fault[] = [
  {
    ...must(
      "mail-any",
      "ignores RET and ENVID",
      ["wrong-in-mail[ret-twice]", "wrong-in-mail[ret-both]", "wrong-in-mail[envid-*]", "no-value-in-mail"],
      changeArgument("MAIL", (argument) => argument.replace(/ (RET|ENVID).*/, "")),
    ),
    warnedBy: ["unknown", "longer", "list"].map((row) => `dsn/parameters/wrong-in-mail[ret-${row}]`),
  },
  must(
    "rcpt-any",
    "ignores NOTIFY and ORCPT",
    ["wrong-in-rcpt", "no-value-in-rcpt"],
    changeArgument("RCPT", (argument) => argument.replace(/ (NOTIFY|ORCPT).*/, "")),
  ),
  onlyWarned(
    must("ret-begins", "looks at the first letters of RET", [
      "wrong-in-mail[ret-longer]",
      "wrong-in-mail[ret-list]",
    ], mailRule("RET", acceptsIf(/^(FULL|HDRS)/i))),
  ),
  must("xtext-any", "treats any character as xtext", [
    "wrong-in-mail[envid-no-code]",
    "wrong-in-mail[envid-half-code]",
    "wrong-in-rcpt[orcpt-no-code]",
  ], () => ({ isXtext: () => true })),
  must("xtext-open-end", "accepts half a code at the end", [
    "wrong-in-mail[envid-half-code]",
    "wrong-in-mail[envid-plus-last]",
  ], ({ isXtext }) => ({ isXtext: (text) => isXtext(text.replace(/\+[0-9A-F]?$/, "")) })),
  must("xtext-small-letters", "accepts codes in lower case", ["lower-case-codes"], ({ isXtext }) => ({
    isXtext: (text) => isXtext(text.replace(/\+[0-9A-F]{2}/gi, (code) => code.toUpperCase())),
  })),
  must(
    "envid-controls",
    "accepts an ENVID of control characters",
    ["control-characters"],
    mailRule(
      "ENVID",
      acceptsIf(/\+0/),
    ),
  ),
  must("notify-begins", "looks at the first letters of NOTIFY", [
    "wrong-in-rcpt[notify-longer]",
  ], rcptRule("NOTIFY", acceptsIf(/^(SUCCESS|FAILURE|DELAY)/i))),
  must("never-in-list", "accepts NEVER in a list", [
    "wrong-in-rcpt[notify-mixed]",
    "wrong-in-rcpt[notify-mixed-last]",
  ], rcptRule("NOTIFY", acceptsIf(/NEVER/i))),
  must("orcpt-untyped", "accepts an ORCPT without a type", [
    "wrong-in-rcpt[orcpt-no-type]",
    "wrong-in-rcpt[orcpt-empty-type]",
  ], rcptRule("ORCPT", acceptsIf(/^;|^[^;]+$/))),
  must("twice", "ignores what comes twice", [
    "wrong-in-mail[ret-both]",
    "wrong-in-mail[envid-twice]",
    "wrong-in-rcpt[notify-differs]",
    "wrong-in-rcpt[orcpt-twice]",
  ], () => ({ hasTwice: () => false })),
  must("anywhere", "accepts each parameter with MAIL and with RCPT", ["on-the-wrong-command"], ({
    mailParameters,
    rcptParameters,
  }) => ({
    mailParameters: new Map([...mailParameters, ["NOTIFY", takes], ["ORCPT", takes]]),
    rcptParameters: new Map([...rcptParameters, ["RET", takes], ["ENVID", takes]]),
  })),
  must(
    "overlong-closes",
    "closes without a reply when ENVID is too long",
    ["overlong-values"],
    afterVerb(
      "MAIL",
      (turn, state, argument) => /ENVID=.{200}/.test(argument) ? { ...just(state), next: { kind: "close" } } : turn,
    ),
  ),
  must(
    "never-takes-all",
    "accepts any recipient with NOTIFY",
    ["same-reply-to-rcpt"],
    afterVerb(
      "RCPT",
      (turn, state, argument) =>
        / (NOTIFY=NEVER|ORCPT=)/i.test(argument) && turn.replies[0]?.code === 550
          ? just(state, reply("250 2.1.5", "Recipient accepted"))
          : turn,
    ),
  ),
  must(
    "ret-begins-anew",
    "accepts a second MAIL when it has RET",
    ["same-reply-to-mail"],
    onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        right(/ RET=/.test(argument) ? { ...state, sender: undefined } : state, argument, context),
    ),
  ),
];

/** Accepts mail with a parameter, and loses it. */
const loses = (keyword: string, variant: string): Fault => ({
  id: `loses-mail-with-${keyword.toLowerCase()}`,
  description: `accepts mail with ${keyword}, and delivers it to nobody`,
  caughtBy: [`dsn/delivery/delivered[${variant}]`],
  alsoSeenBy: ["dsn"],
  mutation: ({ endText }) => ({
    endText: (state, text, context) => {
      const given = [...state.sender?.parameters ?? [], ...state.recipients.flatMap(({ parameters }) => parameters)];
      const turn = endText(state, text, context);
      return given.some((each) => each.keyword === keyword) ? { ...turn, delivery: undefined } : turn;
    },
  }),
});

const lossFaults: readonly Fault[] = [
  loses("RET", "ret-and-envid"),
  loses("NOTIFY", "notify-never"),
  loses("ORCPT", "notify-orcpt"),
  loses("SIZE", "size"),
  loses("BODY", "body"),
  loses("SMTPUTF8", "smtputf8"),
];

/** DSN. */
export const dsnFaults: readonly Fault[] = [...narrowFaults, ...laxFaults, ...lossFaults];
