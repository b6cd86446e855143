/** The options of a command, out of the values that its flags were given. Pure. */
import { type Flag, type FlagTable, isUsageError, type OptionsOf, usage, type UsageError } from "./flag.ts";

/** What each flag was given, by its name; a switch has a value for each time that it stands there. */
export type Given = ReadonlyMap<string, readonly string[]>;

/** Reads the options of a table of flags. */
export function readOptions<Flags extends FlagTable>(flags: Flags, given: Given): OptionsOf<Flags> | UsageError {
  const options: Record<string, unknown> = {};
  for (const [option, flag] of Object.entries<Flag<unknown>>(flags)) {
    const value = flag.read(given.get(flag.name) ?? []);
    if (isUsageError(value)) return value;
    options[option] = value;
  }
  const { name, excludes } =
    Object.values<Flag<unknown>>(flags).find(({ name, excludes }) =>
      excludes !== undefined && given.has(name) && given.has(excludes.name)
    ) ?? {};
  if (name !== undefined && excludes !== undefined) {
    return usage(`${name} and ${excludes.name} exclude each other`, excludes.hint);
  }
  return options as OptionsOf<Flags>; // each was read by the flag whose type it has
}

/** Gives the options where no flag is given. */
export function defaultOptions<Flags extends FlagTable>(flags: Flags): OptionsOf<Flags> {
  const options = readOptions(flags, new Map());
  if (isUsageError(options)) throw new Error(`No flag was given, and yet: ${options.message}`);
  return options;
}
