/** What a command of smtpspec is. Its file loads little: what it does is loaded when it is to be done. */
import type { Addresses } from "../targets/addresses.ts";
import type { LookedUp } from "../wire/look_up.ts";
import type { FlagTable, OptionsOf } from "./flag.ts";
import type { Words } from "./words.ts";

/** What Deno has to allow: hosts with their ports, paths, environment variables. */
export interface Permissions {
  readonly net: readonly string[];
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly env: readonly string[];
  /** What hosts were looked up; empty where none has to be. */
  readonly addresses: Addresses;
}

/** Looks the addresses of a host up. */
export type LookUp = (host: string) => Promise<LookedUp>;

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
  permissions(
    words: readonly string[],
    options: OptionsOf<Flags>,
    lookUp: LookUp,
  ): Permissions | Promise<Permissions>;
  /** Does it; resolves to the exit code. */
  run(words: readonly string[], options: OptionsOf<Flags>): Promise<number>;
}

/** Completes permissions; what is to be written may be looked at too. */
export function allow(
  { net = [], read = [], write = [], env = [], addresses = new Map() }: Partial<Permissions>,
): Permissions {
  const single = (values: readonly string[]) => [...new Set(values)];
  return { net: single(net), read: single([...read, ...write]), write: single(write), env: single(env), addresses };
}
