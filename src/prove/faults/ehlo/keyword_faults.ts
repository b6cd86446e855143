/** Faults of the keywords that EHLO lists. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, both, just, offering, onVerb, replyInstead } from "../../mutations.ts";

const keywordFault = (id: string, keyword: string, line: string): Fault => ({
  id: `keyword-${id}`,
  description: `writes "${line}" where ${keyword} has no such parameter`,
  caughtBy: [`ehlo/keywords/parameters[${id}]`],
  mutation: offering((lines) => lines.map((each) => each.split(" ")[0] === keyword ? line : each)),
});

/** Keywords. */
export const keywordFaults: readonly Fault[] = [
  {
    id: "keyword-auth-equals",
    description: "adds a line AUTH= for old clients",
    caughtBy: [],
    warnedBy: ["replies/lint/ehlo-keyword", "ehlo/keywords/line-syntax"],
    mutation: offering((lines) => [...lines, "AUTH=PLAIN"]),
  },
  {
    id: "keyword-underscore",
    description: "offers a keyword with an underscore",
    caughtBy: ["replies/lint/ehlo-keyword", "ehlo/keywords/line-syntax"],
    alsoSeenBy: ["ehlo/keywords/registered"],
    mutation: offering((lines) => [...lines, "X_PROBE"]),
  },
  {
    id: "keyword-unregistered",
    description: "offers a keyword that nobody registered",
    caughtBy: ["ehlo/keywords/registered"],
    mutation: offering((lines) => [...lines, "SPELLCHECK"]),
  },
  keywordFault("8bitmime", "8BITMIME", "8BITMIME YES"),
  keywordFault("binarymime", "BINARYMIME", "BINARYMIME 1"),
  keywordFault("chunking", "CHUNKING", "CHUNKING 65536"),
  keywordFault("dsn", "DSN", "DSN RET ENVID"),
  keywordFault("codes", "ENHANCEDSTATUSCODES", "ENHANCEDSTATUSCODES RFC2034"),
  keywordFault("pipelining", "PIPELINING", "PIPELINING 100"),
  keywordFault("size", "SIZE", "SIZE 1MB"),
  keywordFault("smtputf8", "SMTPUTF8", "SMTPUTF8 YES"),
  keywordFault("starttls", "STARTTLS", "STARTTLS REQUIRED"),
  ...[
    ["checkpoint", "CHECKPOINT 1"],
    ["deliverby", "DELIVERBY soon"],
    ["etrn", "ETRN now"],
    ["futurerelease", "FUTURERELEASE 100"],
    ["limits", "LIMITS RCPTMAX = 100"],
    ["mt-priority", "MT-PRIORITY a b"],
    ["mtrk", "MTRK 1"],
    ["no-soliciting", "NO-SOLICITING 1st"],
    ["rrvs", "RRVS 1"],
  ].map(([id = "", line = ""]): Fault => ({
    id: `keyword-${id}`,
    description: `offers "${line}", which the grammar of ${line.split(" ")[0]} does not have`,
    caughtBy: [`ehlo/keywords/parameters[${id}]`],
    alsoSeenBy: ["ehlo/keywords/offered-works"],
    mutation: offering((lines) => [...lines, line]),
  })),
  {
    id: "keyword-auth-case",
    description: "writes the names of mechanisms in lower case",
    caughtBy: ["ehlo/keywords/auth-parameters", "ehlo/keywords/auth-parameters-in-tls"],
    mutation: offering((lines) =>
      lines.map((line) => line.startsWith("AUTH ") ? `AUTH ${line.slice(5).toLowerCase()}` : line)
    ),
  },
  {
    id: "binarymime-alone",
    description: "offers BINARYMIME without CHUNKING",
    caughtBy: ["ehlo/keywords/companion[binarymime]"],
    mutation: offering((lines) => lines.filter((line) => line !== "CHUNKING")),
  },
  {
    id: "smtputf8-alone",
    description: "offers SMTPUTF8 without 8BITMIME",
    caughtBy: ["ehlo/keywords/companion[smtputf8]", "smtputf8/smtputf8/with-8bitmime"],
    alsoSeenBy: ["ehlo/keywords/8bitmime-offered"],
    mutation: offering((lines) => lines.filter((line) => line !== "8BITMIME")),
  },
  ...["VRFY", "EXPN", "HELP", "BDAT"].map((verb): Fault => ({
    id: `offered-${verb.toLowerCase()}-unknown`,
    description: `offers ${verb} and does not recognize it`,
    caughtBy: [`ehlo/keywords/offered-works[${verb.toLowerCase()}]`],
    mutation: onVerb(verb, () => (state) => just(state, reply("502 5.5.1", "Not implemented"))),
  })),
  {
    id: "offered-auth-unknown",
    description: "offers AUTH and does not recognize it",
    choice: "auth-in-the-clear",
    caughtBy: ["ehlo/keywords/offered-works[auth]"],
    alsoSeenBy: ["auth"],
    mutation: afterVerb(
      "AUTH",
      (turn, state) => state.port === "mx" ? just(state, reply("502 5.5.1", "Not implemented")) : turn,
    ),
  },
  {
    id: "offered-etrn-unknown",
    description: "offers ETRN and does not recognize it",
    caughtBy: ["ehlo/keywords/offered-works[etrn]"],
    mutation: offering((lines) => [...lines, "ETRN"]),
  },
  ...["ETRN", "SEND", "SOML", "SAML", "TURN"].map((verb): Fault => ({
    id: `unoffered-${verb.toLowerCase()}`,
    description: `executes ${verb} and does not offer it`,
    caughtBy: [`ehlo/keywords/works-offered[${verb.toLowerCase()}]`],
    mutation: onVerb(verb, () => (state) => just(state, reply("250 2.0.0", "Done"))),
  })),
  {
    id: "unoffered-expn",
    description: "executes EXPN and does not offer it",
    caughtBy: ["ehlo/keywords/works-offered[expn]"],
    mutation: both(
      offering((lines) => lines.filter((line) => line !== "EXPN")),
      replyInstead("EXPN", /550/, "250 2.1.5", "<postmaster@mx.test>"),
    ),
  },
  {
    id: "unoffered-auth",
    description: "executes AUTH and does not offer it",
    choice: "auth-in-the-clear",
    caughtBy: ["ehlo/keywords/works-offered[auth]"],
    mutation: offering((lines, { port }) => lines.filter((line) => port !== "mx" || !line.startsWith("AUTH "))),
  },
  {
    id: "unoffered-help",
    description: "answers HELP and does not offer it",
    caughtBy: ["ehlo/keywords/help-offered"],
    mutation: offering((lines) => lines.filter((line) => line !== "HELP")),
  },
  {
    id: "8bitmime-not-offered",
    description: "does not offer 8BITMIME",
    caughtBy: ["ehlo/keywords/8bitmime-offered"],
    mutation: offering((lines, { port }) =>
      lines.filter((line) => port === "lmtp" || !/^(8BITMIME|SMTPUTF8|BINARYMIME)$/.test(line))
    ),
  },
];
