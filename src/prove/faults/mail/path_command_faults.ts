/** Faults that MAIL and RCPT have alike: how the keyword before the path and the parameters after it are read. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { just, onVerb } from "../../mutations.ts";

type PathCommand = "MAIL" | "RCPT";
const keywords: Readonly<Record<PathCommand, string>> = { MAIL: "FROM", RCPT: "TO" };

/** Recognizes the keyword of a command in upper case only. */
export const keywordCase = (verb: PathCommand): Fault => ({
  id: `${verb.toLowerCase()}-keyword-case`,
  description: `recognizes ${keywords[verb]} in upper case only`,
  caughtBy: ["lower", "mixed"].map((name) => `${verb.toLowerCase()}/accepted/keyword-case[${name}]`),
  mutation: onVerb(
    verb,
    (right) => (state, argument, context) =>
      /^(FROM|TO):/.test(argument) || !/^(from|to):/i.test(argument)
        ? right(state, argument, context)
        : just(state, reply("501 5.5.4", "Syntax")),
  ),
});

/** Reads any keyword as that of the command. */
export const anyKeyword = (verb: PathCommand, caughtBy: readonly string[]): Fault => ({
  id: `${verb.toLowerCase()}-any-keyword`,
  description: `accepts whatever stands before the path of ${verb}`,
  caughtBy,
  mutation: onVerb(
    verb,
    (right) => (state, argument, context) =>
      right(state, argument.replace(/^[A-Z ]*:?[ \t]*(?=<)/i, `${keywords[verb]}:`), context),
  ),
});

const isUnknown = (word: string) => /^[=-]|^XQZ9|^X-?NO-?SUCH/i.test(word);

/** Ignores the parameters that the cases make up. */
export const parameterDropped = (verb: PathCommand, caughtBy: readonly string[]): Fault => ({
  id: `${verb.toLowerCase()}-parameter-dropped`,
  description: `ignores parameters of ${verb} that it does not recognize`,
  caughtBy,
  mutation: onVerb(verb, (right) => (state, argument, context) => {
    const known = argument.replace(
      /> (.*)$/,
      (_, words: string) =>
        [">", ...words.split(" ").filter((word) => !isUnknown(word))].join(" ").replace(/> *$/, ">"),
    );
    return right(state, known, context);
  }),
});
