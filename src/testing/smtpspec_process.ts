/** For tests of the command line: smtpspec as a child process, and a place for its reports; see also `smtpspec.ts`. */
import { fileURLToPath } from "node:url";
import { denoArgs } from "../launch/tasks.ts";
import type { World } from "../launch/world.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
/** The folder of the cases that these tests run. */
export const smallCases = `${root}/src/testdata/runs/cases`;

/** The child resolves `@std` as this process does. */
const world: World = import.meta.resolve("@std/assert").startsWith("file:")
  ? { kind: "offline", notice: "" }
  : { kind: "online" };

export interface ChildOptions {
  /** Flags for Deno; all permissions when there are none. */
  readonly granted?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a child printed, and its exit code. */
export interface Left {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Gives the arguments with which Deno runs smtpspec with all permissions, or those that are given. */
export function smtpspecArgs(args: readonly string[], granted: readonly string[] = ["--allow-all"]): string[] {
  return denoArgs("smtpspec", { world, root, deno: Deno.execPath(), temp: "", granted, args });
}

/** Starts smtpspec with these arguments; its output is piped. */
export function startSmtpspec(args: readonly string[], { granted, env = {} }: ChildOptions = {}): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: smtpspecArgs(args, granted),
    cwd: root,
    env: { ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs smtpspec as a child to its end. */
export async function smtpspecChild(args: readonly string[], options: ChildOptions = {}): Promise<Left> {
  return await endOf(startSmtpspec(args, options));
}

/** Starts smtpspec as `deno task smtpspec` does, by the launcher that decides about its permissions; offline, without colour. */
export function launchSmtpspec(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-env", "--allow-run", `${root}/src/launch/launch.ts`, "smtpspec", ...args],
    cwd: root,
    env: { SMTPSPEC_OFFLINE: "1", NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Gives what a launched smtpspec printed as an error, without the notice that it is offline. */
export function withoutNotice(err: string): string {
  return err.replace(/^SMTPSPEC_OFFLINE=1: .*\n/, "");
}

/** Waits for the end of a child. */
export async function endOf(child: Deno.ChildProcess): Promise<Left> {
  const [{ code }, out, err] = await Promise.all([
    child.status,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code, out, err };
}

/** Gives what was printed as it is on a terminal of any width: an error that is broken into lines is one again. */
export function unbroken(err: string): string {
  return err.replace(/\n {7,9}(?=\S)/g, " ");
}

/** Hands a folder for reports to the test, and removes it. */
export async function withFolder<Result>(test: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await Deno.makeTempDir();
  try {
    return await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
