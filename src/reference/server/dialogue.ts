/** The dialogue: input in, turns out. Pure; the connection does what the turns describe. */
import type { Context } from "./behaviour.ts";
import { freshState, type Next, type State, type Turn } from "./state.ts";
import type { Role } from "../../smtp/role.ts";

/** Where a session stands. Octets are one character each. */
export interface Dialogue {
  readonly state: State;
  readonly next: Next;
  readonly input: string;
  /** Where in the input the latest read began. */
  readonly read: number;
  /** How much of the input was searched in vain for the end of a text. */
  readonly searched: number;
}

/** A session before the first octet. */
export function beginDialogue(port: Role): Dialogue {
  return { state: freshState(port), next: { kind: "command" }, input: "", read: 0, searched: 0 };
}

/** Adds what was read. */
export function take(dialogue: Dialogue, octets: string): Dialogue {
  return { ...dialogue, input: dialogue.input + octets, read: dialogue.input.length };
}

/** Takes one turn, or gives undefined when more input is needed. */
export function advance(dialogue: Dialogue, context: Context): { dialogue: Dialogue; turn: Turn } | undefined {
  const { next } = dialogue;
  switch (next.kind) {
    case "command":
      return line(dialogue, context, (text) => runLine(dialogue.state, text, context));
    case "response":
      return line(dialogue, context, (text) => context.behaviour.respond(dialogue.state, next.exchange, text, context));
    case "text":
      return endOfText(dialogue, context);
    case "chunk": {
      const { state, input } = dialogue;
      if (input.length < next.octets) return undefined;
      const turn = context.behaviour.endChunk(state, next, input.slice(0, next.octets), context);
      return goOn(dialogue, turn, input.slice(next.octets), context);
    }
    case "tls":
    case "close":
      return undefined;
  }
}

function line(dialogue: Dialogue, context: Context, run: (text: string) => Turn) {
  const cut = context.behaviour.cutLine(dialogue.input, dialogue.read);
  return cut === undefined ? undefined : goOn(dialogue, run(cut.line), cut.rest, context);
}

function runLine(state: State, text: string, context: Context): Turn {
  const { behaviour } = context;
  const flaw = behaviour.flawOf(text);
  if (flaw !== undefined) return behaviour.refuseLine(state, flaw);
  const command = behaviour.readCommand(text);
  if (text.length + 2 > behaviour.sizes.commandLine(command.verb)) {
    return behaviour.refuseLine(state, "The line is too long");
  }
  const handler = behaviour.commands.get(command.verb);
  return handler === undefined ? behaviour.unknown(state, command) : handler(state, command.argument, context);
}

function endOfText(dialogue: Dialogue, context: Context) {
  const { state, input, searched, read } = dialogue;
  const found = context.behaviour.findEnd(input, searched, read);
  if (found === undefined) return undefined;
  const turn = context.behaviour.endText(state, input.slice(0, found.end), context);
  return goOn(dialogue, turn, input.slice(found.next), context);
}

function goOn(dialogue: Dialogue, turn: Turn, rest: string, { behaviour }: Context) {
  const input = behaviour.keepInput(rest, turn);
  const read = Math.max(0, dialogue.read - (dialogue.input.length - rest.length));
  return { dialogue: { state: turn.state, next: turn.next, input, read, searched: 0 }, turn };
}
