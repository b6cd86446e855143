/** Faults of SMTPUTF8. */
import { isUtf8Text } from "../../../reference/server/path.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Sender, State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, changeArgument, just, onVerb, recode, refuseArgument } from "../../mutations.ts";

const narrow = (
  id: string,
  description: string,
  { verb = "MAIL", caughtBy, form }: {
    readonly verb?: string;
    readonly caughtBy: readonly string[];
    readonly form: RegExp;
  },
): Fault => ({
  id: `smtputf8-${id}`,
  description,
  caughtBy: caughtBy.map((glob) => `smtputf8/smtputf8/${glob}`),
  alsoSeenBy: ["smtputf8"],
  mutation: refuseArgument(verb, form, "501 5.5.4"),
});

const lax = (
  id: string,
  description: string,
  caughtBy: readonly string[],
  change: (argument: string) => string,
): Fault => ({
  id: `smtputf8-${id}`,
  description,
  caughtBy: caughtBy.map((glob) => `smtputf8/smtputf8/${glob}`),
  alsoSeenBy: ["smtputf8"],
  mutation: changeArgument("MAIL", change),
});

/** What else meets a command that is repeated: some of them are as long as a line may be. */
const echoSeenBy = [
  "smtputf8",
  "replies/echo",
  "replies/table",
  "replies/lint/octet-range",
  "replies/lint/line-octets",
];

/** Repeats what was sent in the refusals of some verbs. */
const echoes = (verbs: string): Mutation =>
  afterVerb(
    verbs,
    (turn, state, argument) =>
      turn.replies.some(({ code }) => code >= 500)
        ? just(turn.state, reply("550 5.1.1", `Not for ${argument}, ${state.hello?.name}`))
        : turn,
  );

const withUtf8 = (isUtf8: boolean): Mutation => ({ trace }) => ({
  trace: (state: State, sender: Sender, host) => {
    const changed = { ...sender, isUtf8 };
    return trace({ ...state, sender: changed }, changed, host);
  },
});

/** SMTPUTF8. */
export const utf8Faults: readonly Fault[] = [
  narrow("refused", "offers SMTPUTF8 and refuses the parameter", { caughtBy: ["parameter"], form: /SMTPUTF8/i }),
  narrow("capitals", "recognizes SMTPUTF8 in upper case only", {
    caughtBy: ["parameter[lower-case]"],
    form: /smtputf8/,
  }),
  narrow("mixed-case", "recognizes SMTPUTF8 in one case only", {
    caughtBy: ["parameter[mixed-case]"],
    form: /SmtpUtf8/,
  }),
  narrow("only-last", "requires SMTPUTF8 to be the last parameter", {
    caughtBy: ["parameter[first]"],
    form: /SMTPUTF8 BODY/,
  }),
  narrow("bounces-refused", "recognizes no SMTPUTF8 after <>", {
    caughtBy: ["null-reverse-path"],
    form: /^FROM:<> SMTP/i,
  }),
  narrow("short-lines", "accepts no SMTPUTF8 after a long path", {
    caughtBy: ["longest-line"],
    form: /^.{200,} SMTP/i,
  }),
  narrow("sender", "treats UTF-8 in a reverse-path as a syntax error", {
    caughtBy: ["reverse-path"],
    form: /[\x80-\xff]/,
  }),
  narrow("quoted-sender", "treats UTF-8 in a quoted string as a syntax error", {
    caughtBy: ["reverse-path[quoted]"],
    form: /"[^"]*[\x80-\xff]/,
  }),
  ...([
    ["mailbox", "treats UTF-8 in a mailbox as a syntax error", ["mailbox", "u-label"], /[\x80-\xff]/],
    ["quoted", "treats UTF-8 in a quoted local-part as a syntax error", ["mailbox[quoted]"], /"[^"]*[\x80-\xff]/],
    ["domain", "treats UTF-8 in a domain as a syntax error", ["mailbox[domain]", "u-label"], /@.*[\x80-\xff]/],
    ["three-octets", "recognizes UTF-8 of three octets at the most", ["mailbox[beyond-the-bmp]"], /[\xf0-\xf4]/],
  ] as const).map(([id, description, caughtBy, form]) => narrow(id, description, { verb: "RCPT", caughtBy, form })),
  lax(
    "any-value",
    "accepts a value of SMTPUTF8",
    ["no-value"],
    (argument) => argument.replace(/SMTPUTF8=\S*/i, "SMTPUTF8"),
  ),
  lax(
    "not-asked",
    "accepts UTF-8 without the SMTPUTF8 parameter",
    ["without-parameter"],
    (argument) => /[\x80-\xff]/.test(argument) && !/SMTPUTF8/i.test(argument) ? `${argument} SMTPUTF8` : argument,
  ),
  lax(
    "not-checked",
    "treats any octets as UTF-8",
    ["no-utf-8"],
    (argument) => isUtf8Text(argument) ? argument : argument.replace(/[\x80-\xff]/g, "u"),
  ),
  lax(
    "overlong",
    "accepts overlong UTF-8",
    ["no-utf-8[overlong]", "no-utf-8[overlong-long]"],
    (argument) => argument.replace(/\xc0\xaf|\xe0\x80\xaf/g, "u"),
  ),
  lax(
    "surrogates",
    "accepts surrogates in UTF-8",
    ["no-utf-8[surrogate]"],
    (argument) => argument.replaceAll("\xed\xa0\x80", "u"),
  ),
  {
    id: "smtputf8-a-label-only",
    description: "answers a domain in UTF-8 with another code than the same domain in ASCII",
    caughtBy: [],
    warnedBy: ["smtputf8/smtputf8/u-label"],
    alsoSeenBy: ["smtputf8"],
    mutation: refuseArgument("RCPT", /@.*[\x80-\xff]/, "554 5.1.2"),
  },
  {
    id: "smtputf8-5-6-7",
    description: "gives 5.6.7 with 501",
    caughtBy: ["smtputf8/smtputf8/code-of-x-6-7"],
    alsoSeenBy: ["smtputf8"],
    mutation: afterVerb(
      "MAIL RCPT",
      (turn, state, argument) =>
        /[\x80-\xff]/.test(argument) && !/SMTPUTF8/i.test(argument) && !state.sender?.isUtf8
          ? { ...turn, replies: recode(turn.replies, /501/, "501 5.6.7", "ASCII, please") }
          : turn,
    ),
  },
  {
    id: "smtputf8-greets-in-utf8",
    description: "names itself in UTF-8 in the reply to EHLO",
    caughtBy: ["smtputf8/smtputf8/hello"],
    alsoSeenBy: ["ehlo", "replies", "greeting"],
    mutation: afterVerb("EHLO", (turn) => ({
      ...turn,
      replies: turn.replies.map((each) =>
        each.code === 250 ? { ...each, lines: [`${each.lines[0]} gr\xc3\xbc\xc3\x9ft`, ...each.lines.slice(1)] } : each
      ),
    })),
  },
  ...([
    ["echo", "repeats the UTF-8 of a VRFY", "VRFY", ["ascii-in-replies[vrfy]"]],
    ["echo-expn", "repeats the UTF-8 of an EXPN", "EXPN", ["ascii-in-replies[expn]"]],
    ["echo-mail", "repeats the UTF-8 of a MAIL", "MAIL", ["echo[mail]", "echo[parameter]"]],
    ["echo-rcpt", "repeats the UTF-8 of a RCPT", "RCPT", ["echo[rcpt]", "echo-with-parameter"]],
  ] as const).map(([id, description, verbs, caught]): Fault => ({
    id: `smtputf8-${id}`,
    description,
    caughtBy: caught.map((glob) => `smtputf8/smtputf8/${glob}`),
    alsoSeenBy: echoSeenBy,
    mutation: echoes(verbs),
  })),
  {
    id: "smtputf8-echo-command",
    description: "repeats the UTF-8 of a command that it does not recognize",
    caughtBy: ["smtputf8/smtputf8/echo[command]"],
    alsoSeenBy: echoSeenBy,
    mutation: () => ({ unknown: (state, { verb }) => just(state, reply("500 5.5.1", `No such command: ${verb}`)) }),
  },
  {
    id: "smtputf8-help-in-utf8",
    description: "repeats the UTF-8 of a HELP",
    caughtBy: ["smtputf8/smtputf8/echo[help]"],
    alsoSeenBy: echoSeenBy,
    mutation: onVerb("HELP", () => (state, argument) => just(state, reply("214 2.0.0", `No help about ${argument}`))),
  },
  ...(["VRFY", "EXPN"] as const).map((verb): Fault => ({
    id: `smtputf8-${verb.toLowerCase()}-refused`,
    description: `recognizes no SMTPUTF8 in ${verb}`,
    caughtBy: [`smtputf8/smtputf8/vrfy-parameter[${verb.toLowerCase()}]`],
    alsoSeenBy: ["smtputf8"],
    mutation: refuseArgument(verb, / SMTPUTF8$/, "501 5.5.4"),
  })),
  {
    id: "smtputf8-vrfy-value",
    description: "accepts a value of SMTPUTF8 in VRFY",
    caughtBy: ["smtputf8/smtputf8/vrfy-parameter-value"],
    mutation: changeArgument("VRFY", (argument) => argument.replace(/ SMTPUTF8=\S*/, " SMTPUTF8")),
  },
  {
    id: "smtputf8-header-bits",
    description: "makes question marks of UTF-8 in the header",
    caughtBy: ["smtputf8/delivered/header"],
    mutation: ({ store }) => ({
      store: (content, fields) => {
        const end = content.indexOf("\r\n\r\n");
        return store(content.slice(0, end).replace(/[\x80-\xff]/g, "?") + content.slice(end), fields);
      },
    }),
  },
  {
    id: "smtputf8-with-esmtp",
    description: "names ESMTP in WITH although SMTPUTF8 was used",
    caughtBy: ["smtputf8/delivered/with"],
    mutation: withUtf8(false),
  },
  {
    id: "smtputf8-with-always",
    description: "names UTF8SMTP in WITH although SMTPUTF8 was not used",
    caughtBy: ["smtputf8/delivered/with-is-forgotten"],
    mutation: withUtf8(true),
  },
];
