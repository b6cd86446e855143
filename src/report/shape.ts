/**
 * The shape of a report as data, so that one that was cut, edited or made by a stranger is refused at the place where it
 * differs. Pure. What it holds as text may be anything: each format escapes it.
 */
import { clip, plainLine } from "../base/show.ts";
import { impacts, levels } from "../case/case.ts";
import { observations } from "../case/requirements.ts";
import { wordings } from "../case/wording.ts";
import { verdicts } from "../judge/verdict.ts";
import { roles } from "../smtp/role.ts";
import { evidences } from "../software/detect.ts";
import { schemaVersion } from "./report.ts";

/** What a value has to be. A field that may be missing has a name that ends in "?". */
export type Shape =
  | { readonly kind: "text" | "number" | "flag" }
  | { readonly kind: "one of"; readonly values: readonly (string | number)[] }
  | { readonly kind: "or null"; readonly of: Shape }
  | { readonly kind: "list"; readonly of: Shape }
  /** An object with any names. */
  | { readonly kind: "map"; readonly of: Shape }
  /** An object with these fields; others are of a later version, and left alone. */
  | { readonly kind: "record"; readonly fields: Readonly<Record<string, Shape>> }
  /** A record whose field `by` decides what else it has. */
  | { readonly kind: "variant"; readonly by: string; readonly of: Readonly<Record<string, Shape>> };

/** Says where a value differs from a shape, and what stands there; undefined where it fits. */
export function findMisfit(value: unknown, shape: Shape, path = ""): string | undefined {
  const misfit = (needed: string) => `${path === "" ? "it" : path} is ${show(value)}, not ${needed}`;
  switch (shape.kind) {
    case "text":
      return typeof value === "string" ? undefined : misfit("a text");
    case "number":
      return typeof value === "number" ? undefined : misfit("a number");
    case "flag":
      return typeof value === "boolean" ? undefined : misfit("true or false");
    case "one of":
      return shape.values.some((each) => each === value) ? undefined : misfit(`one of ${shape.values.join(", ")}`);
    case "or null":
      return value === null ? undefined : findMisfit(value, shape.of, path);
    case "list":
      if (!Array.isArray(value)) return misfit("a list");
      return first(value.entries(), ([at, each]) => findMisfit(each, shape.of, `${path}[${at}]`));
    case "map":
      if (!isObject(value)) return misfit("an object");
      return first(Object.entries(value), ([name, each]) => findMisfit(each, shape.of, join(path, name)));
    case "record":
      if (!isObject(value)) return misfit("an object");
      return first(Object.entries(shape.fields), ([name, of]) => findFieldMisfit(value, { name, of, path }));
    case "variant": {
      if (!isObject(value)) return misfit("an object");
      const names = Object.keys(shape.of);
      const name = value[shape.by];
      const chosen = typeof name === "string" && Object.hasOwn(shape.of, name) ? shape.of[name] : undefined;
      if (chosen !== undefined) return findMisfit(value, chosen, path);
      return findMisfit(name, { kind: "one of", values: names }, join(path, shape.by));
    }
  }
}

function findFieldMisfit(
  value: Readonly<Record<string, unknown>>,
  { name, of, path }: { readonly name: string; readonly of: Shape; readonly path: string },
): string | undefined {
  const bare = name.replace(/\?$/, "");
  const field = Object.hasOwn(value, bare) ? value[bare] : undefined;
  if (field === undefined) return bare === name ? `${join(path, bare)} is missing` : undefined;
  return findMisfit(field, of, join(path, bare));
}

function first<Item>(items: Iterable<Item>, find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  return plainLine(path === "" ? name : `${path}.${clip(name, mostCharacters)}`);
}

const mostCharacters = 60; // our choice: enough to know a value by

function show(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  return plainLine(clip(JSON.stringify(value) ?? "nothing", mostCharacters));
}

const text: Shape = { kind: "text" };
const number: Shape = { kind: "number" };
const flag: Shape = { kind: "flag" };
const orNull = (of: Shape): Shape => ({ kind: "or null", of });
const list = (of: Shape): Shape => ({ kind: "list", of });
const map = (of: Shape): Shape => ({ kind: "map", of });
const record = (fields: Readonly<Record<string, Shape>>): Shape => ({ kind: "record", fields });
const oneOf = (...values: readonly (string | number)[]): Shape => ({ kind: "one of", values });

const place = record({ file: text, line: number, column: number });
const tlsFacts = record({
  ...{ protocol: text, cipher: text, subject: text, names: list(text), issuer: text, validFrom: text, validTo: text },
  ...{ fingerprint: text, isForName: flag, isValidToday: flag, isTrusted: flag, "distrust?": text },
});
const octets = { at: number, on: text, text, octets: number, omitted: number, isInTls: flag };
const exchange: Shape = {
  kind: "variant",
  by: "kind",
  of: {
    connected: record({ at: number, on: text, to: text, from: text }),
    sent: record(octets),
    received: record(octets),
    tls: record({ at: number, on: text, facts: tlsFacts }),
    closed: record({ at: number, on: text, by: oneOf("client", "server"), how: text }),
    note: record({ at: number, on: text, text }),
  },
};
const deviation = record({
  ...{ expected: list(text), received: text, key: orNull(text), "because?": text, event: number },
  ...{ place, line: text, width: number },
});
const known = record({
  ...{ id: text, verdict: oneOf("fail", "warn"), saw: orNull(text), why: orNull(text), link: orNull(text) },
  ...{ expires: orNull(text), source: place },
});
const counts = record(Object.fromEntries(verdicts.map((verdict) => [verdict, number])));
const level = oneOf(...levels);
const role = oneOf(...roles);

const result = record({
  ...{ id: text, area: text, title: text, level, demand: text, why: orNull(text), rfc: list(text) },
  "impact?": oneOf(...impacts),
  ...{ requirement: list(text), endpoint: orNull(text), role: orNull(role), "host?": text },
  ...{ verdict: oneOf(...verdicts), reason: orNull(text), deviation: orNull(deviation), deviations: list(deviation) },
  ...{ notes: list(text), attempts: number, again: text, source: orNull(place), durationMs: number },
  ...{ transcript: list(exchange), dropped: number, "known?": known },
  "linted?": record({
    checked: number,
    occurrences: list(record({ run: text, event: number, why: text, received: text, isTolerated: flag })),
  }),
});

const endpoint = record({
  ...{ name: text, role, address: text, tls: orNull(tlsFacts) },
  offer: map(record({ greeting: text, keywords: list(text) })),
  "software?": record({ name: text, version: orNull(text), by: oneOf(...evidences) }),
});

/** The shape of `Report`. */
export const reportShape: Shape = record({
  schemaVersion: oneOf(schemaVersion),
  suite: record({ name: oneOf("smtpspec"), version: text, casesHash: text }),
  target: record({
    ...{ name: text, hosts: list(text), endpoints: list(endpoint), client: text, from: text, rcpt: orNull(text) },
    fixtures: list(text),
  }),
  options: record({
    ...{ command: text, allow: list(text), only: list(text), skip: list(text), areas: list(text), "suite?": text },
    ...{ "levels?": list(text), "rfcs?": list(text), "requirements?": list(text), "impacts?": list(text) },
    "lastFailed?": text,
    ...{ "shard?": record({ index: number, of: number }), jobs: number },
  }),
  ...{ startedAt: text, durationMs: number, complete: flag },
  sanityChecks: list(record({
    ...{ endpoint: text, when: oneOf("first", "last"), passed: flag, reason: orNull(text), durationMs: number },
    "obstacles?": list(text),
    transcript: list(exchange),
  })),
  "facts?": list(record({ endpoint: text, about: text, value: text, run: orNull(text) })),
  summary: counts,
  requirements: map(record({
    ...{
      rfc: number,
      section: text,
      level,
      "wording?": oneOf(...wordings),
      says: text,
      observe: oneOf(...observations),
      cases: list(text),
    },
    ...{ results: list(text), untested: orNull(text) },
  })),
  results: list(result),
  "baseline?": record({
    ...{ file: text, entries: list(known) },
    staleEntries: list(record({
      ...{ kind: oneOf("gone", "passes", "other", "expired"), id: text, description: text, source: place },
    })),
  }),
  "leftOut?": map(counts),
});
