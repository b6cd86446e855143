/** Ways to write a mutation in a line: a reply changed, an act changed, or state kept. */
import type { Behaviour, Context, Handler, Mutation, ParameterRule } from "../reference/server/behaviour.ts";
import { type Reply, reply } from "../reference/server/reply.ts";
import type { Reason, State, Turn } from "../reference/server/state.ts";

/** Wraps the handlers of some verbs. */
export function onVerb(verbs: string, wrap: (right: Handler, verb: string) => Handler): Mutation {
  return ({ commands }) => ({
    commands: new Map([
      ...commands,
      ...verbs.split(" ").map((verb) => [verb, wrap(commands.get(verb) ?? missing, verb)] as const),
    ]),
  });
}

const missing: Handler = (state) => ({
  state,
  replies: [reply("500 5.5.1", "Command not recognized")],
  next: { kind: "command" },
  delivery: undefined,
});

/** Removes the handlers of some verbs, and the keyword lines that begin so. */
export function without(verbs: string, keywords = verbs): Mutation {
  return ({ commands, offers }) => ({
    commands: new Map([...commands].filter(([verb]) => !verbs.split(" ").includes(verb))),
    offers: (state, context) =>
      offers(state, context).filter((line) => !keywords.split(" ").includes(line.split(" ")[0] ?? "")),
  });
}

/** Changes the turn of some verbs after the right handler made it. */
export function afterVerb(
  verbs: string,
  change: (turn: Turn, before: State, argument: string, context: Context) => Turn,
): Mutation {
  return onVerb(
    verbs,
    (right) => (state, argument, context) => change(right(state, argument, context), state, argument, context),
  );
}

/** Replies with another text to some verbs where the right code fits: `replyInstead("NOOP", /^250/, "200 2.0.0", "Ok")`. */
export function replyInstead(verbs: string, code: RegExp, other: string, text: string): Mutation {
  return afterVerb(verbs, (turn) => ({ ...turn, replies: recode(turn.replies, code, other, text) }));
}

/** Replies with another code wherever the right code fits. */
export function recode(replies: readonly Reply[], code: RegExp, other: string, text: string): Reply[] {
  return replies.map((each) => code.test(String(each.code)) ? reply(other, text) : each);
}

/** Changes every reply. */
export function everyReply(change: (right: Reply) => Reply): Mutation {
  return ({ writeReply }) => ({ writeReply: (each) => writeReply(change(each)) });
}

/** Changes the octets of every reply. */
export function everyWrite(change: (octets: string, each: Reply) => string): Mutation {
  return ({ writeReply }) => ({ writeReply: (each) => change(writeReply(each), each) });
}

/** Keeps parts of the transaction where it is to be cleared. */
export function keep(reasons: readonly Reason[], ...parts: readonly (keyof State)[]): Mutation {
  return ({ reset }) => ({
    reset: (state, reason) => {
      const cleared = reset(state, reason);
      if (!reasons.includes(reason)) return cleared;
      return { ...cleared, ...Object.fromEntries(parts.map((part) => [part, state[part]])) };
    },
  });
}

/** Changes the list of keywords. */
export function offering(change: (lines: readonly string[], state: State) => readonly string[]): Mutation {
  return ({ offers }) => ({ offers: (state, context) => change(offers(state, context), state) });
}

/** Applies two mutations one after the other. */
export function both(one: Mutation, other: Mutation): Mutation {
  return (right) => {
    const first = one(right);
    return { ...first, ...other({ ...right, ...first }) };
  };
}

/** The turn that only sends a reply. */
export function just(state: State, ...replies: readonly Reply[]): Turn {
  return { state, replies, next: { kind: "command" }, delivery: undefined };
}

/** Ends the text of a message at another place too. */
export function endsAt(pattern: RegExp): Mutation {
  return ({ findEnd }) => ({
    findEnd: (text, from, read) => {
      const right = findEnd(text, from, read);
      const match = pattern.exec(text);
      if (match === null || (right !== undefined && right.end <= match.index)) return right;
      return { end: match.index, next: match.index + match[0].length };
    },
  });
}

/** Changes the argument of a verb before it is read. */
export function changeArgument(verb: string, change: (argument: string) => string): Mutation {
  return onVerb(verb, (right) => (state, argument, context) => right(state, change(argument), context));
}

/** Refuses a verb if its argument fits. */
export function refuseArgument(verb: string, form: RegExp, code = "555 5.5.4"): Mutation {
  return onVerb(
    verb,
    (right) => (state, argument, context) =>
      form.test(argument) ? just(state, reply(code, "Not this parameter")) : right(state, argument, context),
  );
}

/** Finds a form of path malformed that the grammar has. */
export function narrowPath(form: RegExp): Mutation {
  return ({ readPath }) => ({
    readPath: (text, rules) => form.test(text) ? { kind: "malformed" } : readPath(text, rules),
  });
}

const unknownParameter: ParameterRule = () => reply("555 5.5.4", "A parameter is not known");

/** Replaces the rule of a parameter of MAIL. */
export function mailRule(keyword: string, wrap: (right: ParameterRule) => ParameterRule): Mutation {
  return ({ mailParameters }) => ({
    mailParameters: new Map([...mailParameters, [keyword, wrap(mailParameters.get(keyword) ?? unknownParameter)]]),
  });
}

/** Replaces the rule of a parameter of RCPT. */
export function rcptRule(keyword: string, wrap: (right: ParameterRule) => ParameterRule): Mutation {
  return ({ rcptParameters }) => ({
    rcptParameters: new Map([...rcptParameters, [keyword, wrap(rcptParameters.get(keyword) ?? unknownParameter)]]),
  });
}

/** Applies mutations one after the other. */
export function all(...mutations: readonly Mutation[]): Mutation {
  return (right) => mutations.reduce<Behaviour>((behaviour, each) => ({ ...behaviour, ...each(behaviour) }), right);
}

/** Makes a mutation with a memory anew for each server. */
export function anew(make: () => Mutation): Mutation {
  return (right) => make()(right);
}

/** Answers once more if a message holds something. */
export function repliesAgainFor(pattern: RegExp): Mutation {
  return ({ endText }) => ({
    endText: (state, text, context) => {
      const turn = endText(state, text, context);
      return pattern.test(text) && state.port !== "lmtp"
        ? { ...turn, replies: [...turn.replies, ...turn.replies] }
        : turn;
    },
  });
}

/** Changes what becomes of a text. */
export const afterText =
  (change: (turn: Turn, before: State, text: string, context: Context) => Turn): Mutation => ({ endText }) => ({
    endText: (state, text, context) => change(endText(state, text, context), state, text, context),
  });

/** Says whether the first reply refuses. */
export const isRefused = ({ replies }: Turn) => (replies[0]?.code ?? 0) >= 400;
