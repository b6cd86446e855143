/** What a command of smtpspec is. Its file loads little: what it does is loaded when it is to be done. */
import type { FlagTable, OptionsOf } from "./flag.ts";
import type { Words } from "./words.ts";

/** What Deno has to allow: hosts with their ports, paths, environment variables. */
export interface Permissions {
  readonly net: readonly string[];
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly env: readonly string[];
}

/** One command, with its flags and the options that they give. */
export interface Command<Flags extends FlagTable = FlagTable> {
  readonly name: string;
  /** One line. */
  readonly description: string;
  /** The help above the list of flags: how the command is called, what it does, examples. */
  readonly intro: readonly string[];
  readonly words: Words;
  readonly flags: Flags;
  /** Whether its exit code judges a server, so that its help lists all exit codes. */
  readonly judgesServer: boolean;
  /** Gives what the command may touch. What is wrong with the words is not said here: `run()` says it. */
  permissions(words: readonly string[], options: OptionsOf<Flags>): Permissions | Promise<Permissions>;
  /** Does it; resolves to the exit code. */
  run(words: readonly string[], options: OptionsOf<Flags>): Promise<number>;
}

/** Completes permissions; what is to be written may be looked at too. */
export function allow({ net = [], read = [], write = [], env = [] }: Partial<Permissions>): Permissions {
  const single = (values: readonly string[]) => [...new Set(values)];
  return { net: single(net), read: single([...read, ...write]), write: single(write), env: single(env) };
}
