/** What a command gives to its user: text for standard output and error, and the exit code. */
import { bySeverity, drawProblem, type Problem, sortProblems, usualColumns } from "../base/frame.ts";
import { hidePasswords } from "../base/passwords.ts";
import { hideInProblems } from "../base/passwords_in_files.ts";
import { plainLine } from "../base/show.ts";
import { wrapWords } from "../base/wrap.ts";
import { countOf } from "./count.ts";
import { exitCodes } from "../judge/exit_code.ts";
import { wasMeantAsTarget } from "../targets/target_file.ts";
import { columnsOf } from "./terminal.ts";

/** Writes text to standard output, whole, whatever its length. A reader that has closed the pipe is no error. */
export async function printOut(text: string): Promise<void> {
  await writeAll(Deno.stdout, text);
}

/** Writes text to standard error. Where that is not possible nobody can be told, and the exit code has to say it. */
export async function printError(text: string): Promise<void> {
  try {
    await writeAll(Deno.stderr, text);
  } catch (error) {
    if (!isOfTheSystem(error)) throw error;
  }
}

/** Says whether an error is one of the system, such as a full disk: those have a code or a class of Deno's. */
export function isOfTheSystem(error: unknown): error is Error {
  return error instanceof Error &&
    ("code" in error || Object.values(Deno.errors).some((kind) => error instanceof kind));
}

async function writeAll(stream: Writer, text: string): Promise<void> {
  try {
    await writeWhole(stream, text);
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** What octets can be written to, perhaps not all at once. */
export interface Writer {
  write(octets: Uint8Array): Promise<number>;
}

/** Writes text whole, whatever its length. Rejects with a Deno error where that is not possible. */
export async function writeWhole(stream: Writer, text: string): Promise<void> {
  const octets = new TextEncoder().encode(text);
  for (let at = 0; at < octets.length;) at += await stream.write(octets.subarray(at));
}

/** Prints a message and what to do about it, in lines that fit the terminal; nothing in them reaches it unescaped. */
export async function printMessage(kind: "error" | "warning", message: string, hint = ""): Promise<void> {
  const columns = columnsOf(Deno.stderr);
  const lines = [
    ...wrapWords(`${kind}: ${plainLine(message)}`, columns, kind.length + 2),
    ...(hint === "" ? [] : wrapWords(`  ${plainLine(hint)}`, columns, 2)),
  ];
  await printError(lines.map((line) => `${line}\n`).join(""));
}

/** Prints what is wrong with the usage, and how to mend it, without passwords in what it repeats; gives the exit code. */
export async function printUsageError(message: string, hint: string): Promise<number> {
  await printMessage("error", hidePasswords(message), hidePasswords(hint));
  return exitCodes.usage;
}

/** Prints all problems of all files; gives the exit code. */
export async function printProblems(problems: readonly Problem[]): Promise<number> {
  await printError(drawProblems(problems, { columns: columnsOf(Deno.stderr) }));
  return exitCodes.usage;
}

const mostShown = 200; // our choice: who has more mends a kind of them, and asks again

/** Draws problems in lines of at most `columns`, in the order of their places, errors rather than warnings where there are too many, and their numbers. */
export function drawProblems(problems: readonly Problem[], { columns } = { columns: usualColumns }): string {
  const sorted = sortProblems(problems);
  const { errors, warnings } = bySeverity(sorted);
  const hidden = sorted.length - mostShown;
  const shown = hidden <= 0 ? sorted : sortProblems([...errors, ...warnings].slice(0, mostShown));
  const counted = [[errors, "problem"], [warnings, "warning"]] as const;
  const summary = counted.flatMap(([{ length }, noun]) => length === 0 ? [] : [countOf(length, noun)]).join(", ");
  // A target file that was given for a file of another kind shows no password either.
  return `${
    hideInProblems(shown, wasMeantAsTarget).map((problem) => drawProblem(problem, { columns })).join("\n\n")
  }\n\n${summary}${hidden > 0 ? `, ${hidden} not shown` : ""}\n`;
}

/** Describes why a path cannot be read; undefined for an error that is not about a path. */
export function describeReadError(path: string, error: unknown): string | undefined {
  if (error instanceof Deno.errors.NotFound) return `Cannot find "${path}"`;
  if (error instanceof Deno.errors.NotCapable) {
    return `Cannot read "${path}": Deno was not allowed to (--allow-read=${path})`;
  }
  if (error instanceof Deno.errors.PermissionDenied) return `Cannot read "${path}": permission denied`;
  if (error instanceof Deno.errors.IsADirectory) return `Cannot read "${path}": it is a folder`;
  const reason = reasonOfSystem(error);
  return reason === undefined ? undefined : `Cannot read "${path}": ${reason}`;
}

/** Gives the words of the system for an error, as the end of a sentence; undefined for an error of another kind. */
export function reasonOfSystem(error: unknown): string | undefined {
  const reason = error instanceof Error ? /^(.*) \(os error \d+\)/.exec(error.message)?.[1] : undefined;
  return reason === undefined ? undefined : `${reason[0]?.toLowerCase()}${reason.slice(1)}`;
}
