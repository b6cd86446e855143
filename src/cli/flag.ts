/** What a flag is, and a table of flags, from which parsing, help, "did you mean" and the types of the options are made. */

/** A mistake on the command line, and how to mend it. */
export interface UsageError {
  readonly kind: "usage";
  readonly message: string;
  readonly hint: string;
}

/** One flag, whose option has this type. */
export interface Flag<Value> {
  /** As it is written: "--rcpt", "-4". */
  readonly name: string;
  readonly description: string;
  /** What the flag takes, "FILE"; undefined for a switch. */
  readonly takes: string | undefined;
  readonly isRepeatable: boolean;
  /** The flag that may not stand beside this one, and what to do instead. */
  readonly excludes: { readonly name: string; readonly hint: string } | undefined;
  /** Makes the option of all values that were given; of a switch, of one value for each time that it stands there. */
  read(given: readonly string[]): Value | UsageError;
}

/** Flags by the names of their options. */
export type FlagTable = { readonly [option: string]: Flag<unknown> };

/** The options that a table of flags gives. */
export type OptionsOf<Flags extends FlagTable> = {
  readonly [Option in keyof Flags]: Flags[Option] extends Flag<infer Value> ? Value : never;
};

/** Reads one value of a flag. */
export type ReadValue<Value> = (text: string, flag: string) => Value | UsageError;

/** Makes a flag without a value. */
export function switchFlag(
  name: string,
  description: string,
  excludes: Flag<boolean>["excludes"] = undefined,
): Flag<boolean> {
  return { name, description, takes: undefined, isRepeatable: true, excludes, read: (given) => given.length > 0 };
}

/** Makes a flag with one value; its option is undefined where the flag is not given. */
export function valueFlag<Value>(
  { name, takes, description, excludes, read }:
    & { readonly name: string; readonly takes: string; readonly description: string }
    & { readonly excludes?: Flag<Value>["excludes"]; readonly read: ReadValue<Value> },
): Flag<Value | undefined> {
  return {
    name,
    description,
    takes,
    isRepeatable: false,
    excludes,
    read: ([text]) => text === undefined ? undefined : read(text, name),
  };
}

/** Makes a flag that may be repeated; its option is a list. */
export function listFlag<Value>(
  { name, takes, description, read }:
    & { readonly name: string; readonly takes: string; readonly description: string }
    & { readonly read: ReadValue<Value> },
): Flag<readonly Value[]> {
  return {
    name,
    description,
    takes,
    isRepeatable: true,
    excludes: undefined,
    read: (given) => {
      const values: Value[] = [];
      for (const text of given) {
        const value = read(text, name);
        if (isUsageError(value)) return value;
        values.push(value);
      }
      return values;
    },
  };
}

/** Makes a mistake on the command line. */
export function usage(message: string, hint: string): UsageError {
  return { kind: "usage", message, hint };
}

/** Distinguishes a mistake from the value that was wanted. */
export function isUsageError(value: unknown): value is UsageError {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "usage";
}
