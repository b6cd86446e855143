/** What was received, with the name of the step that it answers: for the reason why a situation was not reached. */
import type { Action } from "../case/case.ts";
import { describeObservation, type ShowOctets } from "../judge/describe.ts";
import type { Observation } from "../smtp/observation.ts";
import type { Values } from "./values.ts";

/** Describes what answered a step, such as "RCPT was answered by 550 5.1.1 no"; undefined for a step without a name. */
export function describeAnswer(
  action: Action,
  received: Observation,
  { values, show }: { readonly values: Values; readonly show: ShowOctets },
): string | undefined {
  const name = nameStep(action, values);
  if (name === undefined) return undefined;
  const shown = describeObservation(received, show);
  switch (received.kind) {
    case "reply":
    case "malformed":
      return `${name} was answered by ${shown}`;
    case "close":
    case "silence":
      return `${shown} after ${name}`;
  }
}

/** Names what a step does: the verb of a command, where it has one. A step that only reads has no name. */
function nameStep(action: Action, values: Values): string | undefined {
  switch (action.kind) {
    case "read":
      return undefined;
    case "send":
      return /^[A-Za-z]{1,20}/.exec(values.words(action.line))?.[0].toUpperCase() ?? "the line";
    case "bytes":
      return "what was sent";
    case "pipeline":
      return "the pipeline";
    case "message":
      return "the message";
    case "bdat":
      return "BDAT";
    case "tls":
    case "hello":
      return "the TLS handshake";
    case "auth":
      return action.mechanism === undefined ? "AUTH" : `AUTH ${values.words(action.mechanism)}`;
    case "connect":
      return `the connection "${action.name}"`;
    case "close":
      return "the close";
    case "wait":
      return "the wait";
  }
}
