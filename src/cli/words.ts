/** The words of a command line that are no flags. */
import { type Form, pathForm } from "../targets/form.ts";

/** How many words a command takes, and what they are. */
export interface Words {
  readonly least: number;
  readonly most: number;
  /** Completes `"smtpspec COMMAND" needs …`. */
  readonly needed: string;
  /** Gives the form that a word must have; undefined where the command says what is wrong with it. */
  formOf(word: string): Form | undefined;
}

/** Says whether a word names a target file rather than an address. */
export function isTargetFile(word: string): boolean {
  return /\.ya?ml$/.test(word);
}

/** The form of words that are paths. */
export const ofPaths = (): Form => pathForm;

/** The form of words that are addresses of a server, or the path of a target file. */
export const ofTargets = (word: string): Form | undefined => isTargetFile(word) ? pathForm : undefined;

/** The form of words that are ids. */
export const ofIds = (): undefined => undefined;
