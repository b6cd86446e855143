/** A judge of JSON Schema (draft 7) for tests: of the key words that our schemas use, and it fails for any other. */
import { fail } from "@std/assert";

type Schema = Readonly<Record<string, unknown>>;

/** Says whether a value fits a schema; `root` holds its definitions. */
export function fitsSchema(value: unknown, schema: Schema, root: Schema = schema): boolean {
  return Object.entries(schema).every(([word, given]) => {
    const judge = Object.hasOwn(words, word) ? words[word] : undefined;
    return judge === undefined
      ? fail(`The key word ${word} is not known here`)
      : judge(value, given as never, { schema, root });
  });
}

interface Around {
  readonly schema: Schema;
  readonly root: Schema;
}
/** What a key word is given depends on the word. */
type Judge = (value: unknown, given: never, around: Around) => boolean;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const typeOf = (value: unknown) => value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

const words: Readonly<Record<string, Judge>> = {
  ...Object.fromEntries(
    ["$schema", "title", "description", "$defs"].map((word): [string, Judge] => [word, () => true]),
  ),
  $ref: (value, given: string, { root }) => {
    const defs = root.$defs as Readonly<Record<string, Schema>>;
    const name = given.replace("#/$defs/", "");
    return fitsSchema(value, defs[name] ?? fail(`There is no definition of ${given}`), root);
  },
  type: (value, given: string | readonly string[]) =>
    [given].flat().some((type) => type === "integer" ? Number.isInteger(value) : type === typeOf(value)),
  enum: (value, given: readonly unknown[]) => given.includes(value),
  const: (value, given: unknown) => value === given,
  pattern: (value, given: string) => typeof value !== "string" || new RegExp(given).test(value),
  minimum: (value, given: number) => typeof value !== "number" || value >= given,
  maximum: (value, given: number) => typeof value !== "number" || value <= given,
  items: (value, given: Schema, { root }) =>
    !Array.isArray(value) || value.every((each) => fitsSchema(each, given, root)),
  minItems: (value, given: number) => !Array.isArray(value) || value.length >= given,
  maxItems: (value, given: number) => !Array.isArray(value) || value.length <= given,
  required: (value, given: readonly string[]) => !isObject(value) || given.every((name) => Object.hasOwn(value, name)),
  minProperties: (value, given: number) => !isObject(value) || Object.keys(value).length >= given,
  propertyNames: (value, given: Schema, { root }) =>
    !isObject(value) || Object.keys(value).every((name) => fitsSchema(name, given, root)),
  properties: (value, given: Readonly<Record<string, Schema>>, { root }) =>
    !isObject(value) ||
    Object.entries(given).every(([name, schema]) =>
      !Object.hasOwn(value, name) || fitsSchema(value[name], schema, root)
    ),
  additionalProperties: (value, given: boolean | Schema, { schema, root }) => {
    const known = Object.keys((schema.properties ?? {}) as object);
    return !isObject(value) || Object.entries(value).filter(([name]) => !known.includes(name))
      .every(([, each]) => typeof given === "boolean" ? given : fitsSchema(each, given, root));
  },
  anyOf: (value, given: readonly Schema[], { root }) => given.some((each) => fitsSchema(value, each, root)),
  allOf: (value, given: readonly Schema[], { root }) => given.every((each) => fitsSchema(value, each, root)),
  oneOf: (value, given: readonly Schema[], { root }) =>
    given.filter((each) => fitsSchema(value, each, root)).length === 1,
  not: (value, given: Schema, { root }) => !fitsSchema(value, given, root),
};
