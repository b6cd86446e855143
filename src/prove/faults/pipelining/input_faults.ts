/** Faults in reading: input lost, cut or joined at the wrong place. */
import { reply } from "../../../reference/server/reply.ts";
import { nullSender } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { onVerb } from "../../mutations.ts";

const inputFault = (
  id: string,
  description: string,
  caughtBy: readonly string[],
  keepInput: (rest: string, code: number) => string,
): Fault => ({
  id: `input-${id}`,
  description,
  caughtBy,
  alsoSeenBy: [
    "pipelining",
    "starttls/command/last-of-a-group",
    "starttls/traffic/chunk",
    "chunking",
    "auth/command/pipelined",
  ],
  mutation: (right) => ({
    keepInput: (rest, turn) => keepInput(right.keepInput(rest, turn), turn.replies[0]?.code ?? 0),
  }),
});

/** Reading. */
export const inputFaults: readonly Fault[] = [
  inputFault("dropped-after-error", "discards the input after a refused command", [
    "pipelining/group/nothing-lost-after-an-error",
    "pipelining/group/replies-in-order",
  ], (rest, code) => code >= 500 ? "" : rest),
  inputFault("dropped-after-message", "discards the input after a message", [
    "pipelining/data/group-behind-the-message",
    "pipelining/data/quit-behind-the-message",
  ], (rest, code) => code === 250 && /^(RSET|QUIT)\r\n/.test(rest) ? "" : rest),
  inputFault("one-command-a-read", "accepts one command out of each read", [
    "pipelining/group/inside-tls",
    "pipelining/group/cut-in-two",
  ], () => ""),
  inputFault(
    "last-of-a-group",
    "loses the last command of a group",
    ["pipelining/group/last-of-a-group"],
    (rest) => /^[A-Z][^\r\n]*\r\n$/.test(rest) ? "" : rest,
  ),
  inputFault(
    "long-group",
    "keeps 1024 octets of a group",
    ["pipelining/group/long-group"],
    (rest) => rest.slice(0, 1024),
  ),
  {
    id: "input-waits",
    description: "answers nothing while the next command is half there",
    caughtBy: ["pipelining/group/half-a-command-behind"],
    alsoSeenBy: ["pipelining"],
    mutation: ({ cutLine }) => ({
      cutLine: (input, read) => input.endsWith("\r\n") ? cutLine(input, read) : undefined,
    }),
  },
  {
    id: "read-is-a-line",
    description: "treats each read as a whole line",
    caughtBy: ["replies/one_each/in-pieces", "pipelining/group/octet-by-octet"],
    alsoSeenBy: ["pipelining", "replies", "chunking", "smuggling"],
    mutation: ({ cutLine }) => ({
      cutLine: (input, read) =>
        input !== "" && !input.includes("\r\n") ? { line: input, rest: "" } : cutLine(input, read),
    }),
  },
  {
    id: "refused-mail-goes-on",
    description: "answers DATA with 354 after a refused MAIL, and accepts the message",
    caughtBy: ["pipelining/group/refused-mail"],
    alsoSeenBy: ["sequence/order", "sequence/initial_state", "pipelining"],
    mutation: onVerb(
      "DATA",
      (right) => (state, argument, context) =>
        state.sender === undefined && state.hello !== undefined
          ? {
            state: { ...state, sender: nullSender },
            replies: [reply("354", "Go ahead")],
            next: { kind: "text" },
            delivery: undefined,
          }
          : right(state, argument, context),
    ),
  },
];
