/**
 * Stands in for `@std/cli/parse-args` where JSR is out of reach. Reads every command line as that does; only the types
 * are simpler: they do not know options with a dot in their name.
 * @module
 */

/** What the options of `parseArgs` are: each one in `boolean`, `string`, `collect` and `negatable` that applies to it. */
export interface ParseOptions<
  B extends string = string,
  S extends string = string,
  C extends string = string,
  N extends string = string,
  D extends Values = Values,
  A extends Aliases = Aliases,
  DD extends boolean = boolean,
> {
  /** Whether what follows `--` is given as `"--"`; else it joins the operands. */
  readonly "--"?: DD;
  /** Other names of an option; each of them gets its value. */
  readonly alias?: A;
  /** Options without a value; `true` means every option that starts with two hyphens. */
  readonly boolean?: boolean | B | readonly B[];
  /** Options that may come more than once; the value is an array. */
  readonly collect?: C | readonly C[];
  /** Values of the options that are missing. */
  readonly default?: D;
  /** Options that `--no-NAME` sets to `false`. */
  readonly negatable?: N | readonly N[];
  /** Whether the first operand ends the options. */
  readonly stopEarly?: boolean;
  /** Options whose value stays a text, also if it looks like a number. */
  readonly string?: S | readonly S[];
  /** Is told each argument that no other field names; `false` leaves it out. */
  readonly unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

/** What `parseArgs` gives: a field an option and an alias; `_` has the operands, those that look like numbers as such. */
export type Args<B extends string, S extends string, C extends string, N extends string, D, A, DD> =
  & ([B | S | C] extends [never] ? AnyValues : Values)
  & { [K in Sure<B, S, C, D> as K | Other<K, A>]: Value<K, B, S, C, N> | (K extends keyof D ? D[K] : never) }
  & { [K in Exclude<S, Sure<B, S, C, D>> as K | Other<K, A>]?: Value<K, B, S, C, N> }
  & { _: (string | number)[] }
  & (DD extends true ? { "--": string[] } : unknown);

type Values = Record<string, unknown>;
// deno-lint-ignore no-explicit-any -- As in `@std/cli`: nothing is known of the values of undeclared options.
type AnyValues = Record<string, any>;
type Aliases = Readonly<Record<string, string | readonly string[]>>;
type Sure<B extends string, S extends string, C extends string, D> = B | C | (S & keyof D);
type Other<K, A> = K extends keyof A ? (A[K] extends readonly (infer Name extends string)[] ? Name : A[K] & string)
  : never;
type Value<K, B, S, C, N> = K extends C ? Single<K, B, S>[] : Single<K, B, S> | (K extends N ? false : never);
type Single<K, B, S> = K extends B ? boolean : K extends S ? string : unknown;

type Known = {
  readonly boolean: ReadonlySet<string>;
  readonly string: ReadonlySet<string>;
  readonly collect: ReadonlySet<string>;
  readonly negatable: ReadonlySet<string>;
  readonly others: ReadonlyMap<string, readonly string[]>;
  readonly longIsBoolean: boolean;
};

type Setting = { readonly key: string; readonly value: string | boolean; readonly how: "add" | "replace" };
type Found = { readonly settings: readonly Setting[]; readonly next: "taken" | "left" };

/** Reads a command line into options and operands; throws a TypeError for an alias without a value. */
export function parseArgs<
  B extends string = never,
  S extends string = never,
  C extends string = never,
  N extends string = never,
  D extends Values = Record<never, never>,
  const A extends Aliases = Record<never, never>,
  DD extends boolean = false,
>(args: readonly string[], options: ParseOptions<B, S, C, N, D, A, DD> = {}): Args<B, S, C, N, D, A, DD> {
  const known = readKnown(options);
  const unknown = options.unknown ?? (() => true);
  const operands: (string | number)[] = [];
  const result: Values = { _: operands };
  const end = args.indexOf("--");
  const [before, after] = end < 0 ? [args, []] : [args.slice(0, end), args.slice(end + 1)];

  for (let at = 0; at < before.length; at++) {
    const arg = before[at] ?? "";
    if (/^-./s.test(arg)) {
      const found = readOption(arg, before[at + 1], known);
      for (const setting of found.settings) apply(setting, { arg, known, unknown, result });
      if (found.next === "taken") at++;
      continue;
    }
    if (unknown(arg) !== false) operands.push(known.string.has("_") ? arg : asNumber(arg));
    if (!options.stopEarly) continue;
    operands.push(...before.slice(at + 1));
    break;
  }

  fillIn(result, known, options.default ?? {});
  if (options["--"]) result["--"] = after;
  else operands.push(...after);
  return result as Args<B, S, C, N, D, A, DD>;
}

function readKnown(options: ParseOptions): Known {
  const others = new Map<string, string[]>();
  for (const [key, value] of Object.entries(options.alias ?? {})) {
    if (value === undefined) throw new TypeError("Alias value must be defined");
    const names = [key, value].flat();
    for (const name of names) others.set(name, names.filter((other) => other !== name));
  }
  const named = (names: string | readonly string[] = []) =>
    new Set([names].flat().filter((name) => name !== "").flatMap((name) => [name, ...others.get(name) ?? []]));
  return {
    boolean: named(typeof options.boolean === "boolean" ? [] : options.boolean),
    string: named(options.string),
    collect: named(options.collect),
    negatable: named(options.negatable),
    others,
    longIsBoolean: options.boolean === true,
  };
}

function readOption(arg: string, next: string | undefined, known: Known): Found {
  return arg.startsWith("--") && arg.length > 2 ? readLong(arg, next, known) : readShort(arg, next, known);
}

function readLong(arg: string, next: string | undefined, known: Known): Found {
  const [, no = "", name = "", value] = /^--(no-)?(.+?)(?:=(.*))?$/s.exec(arg) ?? [];
  if (value !== undefined) return one(name, known.boolean.has(name) ? value !== "false" : value);
  if (no && known.negatable.has(name)) return { settings: [{ key: name, value: false, how: "replace" }], next: "left" };
  const key = no + name;
  const takes = !known.longIsBoolean && !next?.startsWith("-") && !isBoolean(key, known);
  return withNext(key, takes, next, known);
}

// Each letter is an option; the first one that can have the rest of the letters as its value takes them.
function readShort(arg: string, next: string | undefined, known: Known): Found {
  const settings: Setting[] = [];
  for (let at = 1; at < arg.length - 1; at++) {
    const key = arg.charAt(at);
    const rest = arg.slice(at + 1);
    const value = restAsValue(key, rest);
    settings.push({ key, value: value ?? empty(key, known), how: "add" });
    if (value !== undefined) return { settings, next: "left" };
  }
  const key = arg.slice(-1);
  const last = withNext(key, !/^--?[^-]/.test(next ?? "") && !isBoolean(key, known), next, known);
  return { settings: [...settings, ...last.settings], next: last.next };
}

function restAsValue(key: string, rest: string): string | undefined {
  if (rest === "-") return rest;
  if (rest === "=") return "";
  if (/[A-Za-z]/.test(key)) {
    const value = /=(.+)/.exec(rest)?.[1];
    if (value !== undefined) return value;
    if (/\d(\.\d*)?(e-?\d+)?$/.test(rest)) return rest;
  }
  return rest.length > 1 && /^\W/.test(rest) ? rest : undefined;
}

function withNext(key: string, takes: boolean, next: string | undefined, known: Known): Found {
  if (next && takes) return one(key, next, "taken");
  if (next === "true" || next === "false") return one(key, next === "true", "taken");
  return one(key, empty(key, known));
}

function one(key: string, value: string | boolean, next: Found["next"] = "left"): Found {
  return { settings: [{ key, value, how: "add" }], next };
}

function empty(key: string, known: Known): string | boolean {
  return known.string.has(key) ? "" : true;
}

function isBoolean(key: string, known: Known): boolean {
  return known.boolean.has(key) || (known.others.get(key) ?? []).some((other) => known.boolean.has(other));
}

type Place = {
  readonly arg: string;
  readonly known: Known;
  readonly unknown: NonNullable<ParseOptions["unknown"]>;
  readonly result: Values;
};

function apply({ key, value, how }: Setting, { arg, known, unknown, result }: Place): void {
  const isDeclared = known.boolean.has(key) || known.string.has(key) || known.collect.has(key) || known.others.has(key);
  const isLongBoolean = known.longIsBoolean && /^--[^=]+$/.test(arg);
  if (!isDeclared && !isLongBoolean && unknown(arg, key, value) === false) return;
  const typed = typeof value === "string" && !known.string.has(key) ? asNumber(value) : value;
  const adds = how === "add" && known.collect.has(key);
  for (const name of [key, ...known.others.get(key) ?? []]) put(result, name, { value: typed, adds });
}

function fillIn(result: Values, known: Known, defaults: Values): void {
  for (const [key, value] of Object.entries(defaults)) {
    if (has(result, key)) continue;
    for (const name of [key, ...known.others.get(key) ?? []]) put(result, name, { value, adds: false });
  }
  for (const key of known.boolean.union(known.string)) {
    const isMany = known.collect.has(key);
    if (has(result, key) || !isMany && !known.boolean.has(key)) continue;
    put(result, key, { value: isMany ? [] : false, adds: false });
  }
}

/** A dot in a name is a level: `a.b` is the field `b` of the field `a`. */
function put(result: Values, name: string, { value, adds }: { value: unknown; adds: boolean }): void {
  const levels = name.split(".");
  const last = levels.pop() ?? "";
  let object = result;
  for (const level of levels) {
    if (isUnsafe(object, level)) return;
    object = (object[level] ??= {}) as Values;
  }
  if (isUnsafe(object, last)) return;
  const old = object[last];
  if (adds && Array.isArray(old)) old.push(value);
  else object[last] = !adds ? value : old ? [old, value] : [value];
}

function has(result: Values, name: string): boolean {
  let object: unknown = result;
  for (const level of name.split(".")) {
    if (!Object.hasOwn(Object(object), level)) return false;
    object = (object as Values)[level];
  }
  return true;
}

// A command line must not reach a prototype.
function isUnsafe(object: Values, level: string): boolean {
  return level === "__proto__" || (level === "constructor" && typeof object[level] === "function");
}

function asNumber(text: string): string | number {
  return /\S/.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}
