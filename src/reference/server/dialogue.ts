/** The dialogue: input in, turns out. Pure; the socket part does what the turns say. */
import type { Context } from "./conduct.ts";
import { freshState, type Next, type State, type Turn } from "./state.ts";
import type { PortKind } from "../../case/case.ts";

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
export function beginDialogue(port: PortKind): Dialogue {
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
      return line(dialogue, context, (text) => context.conduct.respond(dialogue.state, next.exchange, text, context));
    case "text":
      return endOfText(dialogue, context);
    case "chunk": {
      const { state, input } = dialogue;
      if (input.length < next.octets) return undefined;
      const turn = context.conduct.endChunk(state, next, input.slice(0, next.octets), context);
      return goOn(dialogue, turn, input.slice(next.octets), context);
    }
    case "tls":
    case "close":
      return undefined;
  }
}

function line(dialogue: Dialogue, context: Context, run: (text: string) => Turn) {
  const cut = context.conduct.cutLine(dialogue.input, dialogue.read);
  return cut === undefined ? undefined : goOn(dialogue, run(cut.line), cut.rest, context);
}

function runLine(state: State, text: string, context: Context): Turn {
  const { conduct } = context;
  const flaw = conduct.flawOf(text);
  if (flaw !== undefined) return conduct.refuseLine(state, flaw);
  const command = conduct.readCommand(text);
  if (text.length + 2 > conduct.sizes.commandLine(command.verb)) {
    return conduct.refuseLine(state, "The line is too long");
  }
  const handler = conduct.commands.get(command.verb);
  return handler === undefined ? conduct.unknown(state, command) : handler(state, command.argument, context);
}

function endOfText(dialogue: Dialogue, context: Context) {
  const { state, input, searched, read } = dialogue;
  const found = context.conduct.findEnd(input, searched, read);
  if (found === undefined) return undefined;
  const turn = context.conduct.endText(state, input.slice(0, found.end), context);
  return goOn(dialogue, turn, input.slice(found.next), context);
}

function goOn(dialogue: Dialogue, turn: Turn, rest: string, { conduct }: Context) {
  const input = conduct.keepInput(rest, turn);
  const read = Math.max(0, dialogue.read - (dialogue.input.length - rest.length));
  return { dialogue: { state: turn.state, next: turn.next, input, read, searched: 0 }, turn };
}
