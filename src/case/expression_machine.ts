/**
 * Runs the programs of expressions, as Pike's machine does: all places in the program that a text can have led to go
 * on together, one character at a time, so that none is tried twice. Their order is that in which JavaScript would
 * have tried them.
 */
import type { Program } from "./expression_program.ts";

/** Where the only group stands; an end of -1 if it was not met. */
export interface Found {
  readonly start: number;
  readonly end: number;
}

const nothing: Found = { start: -1, end: -1 };

/** Runs a program over a text; gives what it noted on the first way through, or undefined. */
export function run(program: Program, text: string): Found | undefined {
  return new Machine(program, text).run();
}

/** The places that wait for the next character, in their order, each with what it noted on its way. */
interface Places {
  count: number;
  readonly steps: Int32Array;
  readonly notes: Found[];
}

class Machine {
  readonly #program: Program;
  readonly #text: string;
  /** Where in the text each step was reached last, and where it was reached in a turn that has read nothing yet. */
  readonly #reached: Int32Array;
  readonly #reachedEmpty: Int32Array;
  #places: Places;
  #next: Places;

  constructor(program: Program, text: string) {
    const { length } = program.steps;
    this.#program = program;
    this.#text = text;
    this.#reached = new Int32Array(length).fill(-1);
    this.#reachedEmpty = new Int32Array(length).fill(-1);
    this.#places = { count: 0, steps: new Int32Array(length), notes: [] };
    this.#next = { count: 0, steps: new Int32Array(length), notes: [] };
  }

  run(): Found | undefined {
    let found: Found | undefined;
    for (let at = 0; at <= this.#text.length; at++) {
      // What begins here comes after all that began before.
      if (found === undefined) this.#reach(this.#places, 0, at, nothing, false);
      else if (this.#places.count === 0) return found;
      found = this.#advance(at) ?? found;
      [this.#places, this.#next] = [this.#next, this.#places];
    }
    return found;
  }

  /** Lets each place read the character there. The first that is through ends all that come after it. */
  #advance(at: number): Found | undefined {
    const { count, steps, notes } = this.#places;
    const code = this.#text.charCodeAt(at); // NaN at the end, which is in no set
    this.#next.count = 0;
    for (let index = 0; index < count; index++) {
      const place = steps[index] ?? 0;
      const noted = notes[index] ?? nothing;
      const step = this.#program.steps[place];
      if (step?.kind === "found") return noted;
      if (step?.kind === "character" && step.has(code)) this.#reach(this.#next, place + 1, at + 1, noted, false);
    }
    return undefined;
  }

  /**
   * Adds a place, or those to which it leads without a character, unless they were reached before. `isEmpty`: the turn
   * that it is in has read nothing yet.
   */
  #reach(places: Places, from: number, at: number, before: Found, wasEmpty: boolean): void {
    let place = from;
    let noted = before;
    let isEmpty = wasEmpty;
    for (;;) {
      const step = this.#program.steps[place];
      if (step === undefined) return;
      const reached = isEmpty && step.kind !== "character" ? this.#reachedEmpty : this.#reached;
      if (reached[place] === at) return;
      reached[place] = at;
      switch (step.kind) {
        case "split":
          this.#reach(places, step.first, at, noted, isEmpty);
          place = step.second;
          break;
        case "jump":
          place = step.to;
          break;
        case "assert":
          if (!step.holds(this.#text, at)) return;
          place++;
          break;
        case "note":
          noted = note(step.what, at, noted);
          place++;
          break;
        case "turn":
          if (step.what === "end" && isEmpty) return;
          isEmpty = step.what === "start";
          place++;
          break;
        case "character":
        case "found":
          places.steps[places.count] = place;
          places.notes[places.count++] = noted;
          return;
      }
    }
  }
}

function note(what: "start" | "end" | "nothing", at: number, noted: Found): Found {
  switch (what) {
    case "start":
      return { start: at, end: -1 };
    case "end":
      return { ...noted, end: at };
    case "nothing":
      return nothing;
  }
}
