/** Reports that were cut, edited or made by a stranger: refused with the place, or harmless in every format. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { messageOf } from "../testing/problems.ts";
import { isProblem } from "../base/problem.ts";
import { diffReports } from "../gate/diff.ts";
import { renderDiff } from "../gate/diff_text.ts";
import { writeBaseline } from "../gate/write_baseline.ts";
import { namesIn, readData } from "../testing/golden.ts";
import { readReport } from "./json.ts";
import type { Report } from "./report.ts";
import { reporters } from "./reporter.ts";
import { reportShape, type Shape } from "./shape.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Path = readonly (string | number)[];

const samples = namesIn("reports", ".json").map((name) =>
  [name, JSON.parse(readData(`reports/${name}.json`)) as Json] as const
);

/** Lists the paths of all values; of a list only its first two items. */
function pathsOf(value: Json, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inside = Array.isArray(value) ? [...value.entries()].slice(0, 2) : Object.entries(value);
  return [path, ...inside.flatMap(([name, each]) => pathsOf(each as Json, [...path, name]))];
}

/** Gives the value with another one at a path; undefined takes it away. */
function replaceAt(value: Json, [name, ...rest]: Path, by: Json | undefined): Json | undefined {
  if (name === undefined) return by;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.flatMap((each: Json, at) => at === name ? replaceAt(each, rest, by) ?? [] : each);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => {
      const changed = key === name ? replaceAt(each as Json, rest, by) : each as Json;
      return changed === undefined ? [] : [[key, changed]];
    }),
  );
}

function renderAll(report: Report): string[] {
  return [
    ...[...reporters.values()].map(({ render }) => render(report, { width: 80, isColored: false, isVerbose: true })),
    ...[...reporters.values()].flatMap(({ compare }) => compare?.([report, report]) ?? []),
    renderDiff(diffReports(report, report), 80),
    writeBaseline(report, { isStrict: true }).text,
  ];
}

for (const [name, sample] of samples.filter(([name]) => ["known", "hosts"].includes(name))) {
  Deno.test(`the report ${name}.json is read, or refused at its place, whatever stands anywhere in it`, () => {
    let refused = 0;
    for (const path of pathsOf(sample)) {
      for (const by of [undefined, -1, {}, [null]]) {
        const read = readReport(JSON.stringify(replaceAt(sample, path, by) ?? null));
        if (isProblem(read)) refused++;
        else renderAll(read);
      }
    }
    assert(refused > 100, "hardly anything is refused");
  });
}

Deno.test("findMisfit() names the place, what stands there and what should", () => {
  const report = samples.find(([name]) => name === "ordinary")?.[1] ?? null;
  const misfitAt = (path: Path, by: Json | undefined) =>
    messageOf(readReport(JSON.stringify(replaceAt(report, path, by))));
  assertEquals(
    misfitAt(["results", 1, "title"], 7),
    "it has not the shape of a report: results[1].title is 7, not a text",
  );
  assertMatch(
    misfitAt(["results", 0, "verdict"], "maybe"),
    /results\[0\]\.verdict is "maybe", not one of pass, /,
  );
  assertMatch(
    misfitAt(["target", "endpoints", 0, "role"], undefined),
    /target\.endpoints\[0\]\.role is missing$/,
  );
  assertMatch(misfitAt(["options"], []), /options is a list, not an object$/);
});

const attack = "\x1b[2J ::error::x\n::error::y ##[error]z \x9b31m \u202e " + "::add-mask::w ".repeat(20);

/** Puts the attack in the place of each text of a report that may be any text. */
function poison(value: Json, shape: Shape): Json {
  if (value === null) return null;
  switch (shape.kind) {
    case "text":
      return typeof value === "string" ? attack : value;
    case "or null":
      return poison(value, shape.of);
    case "list":
      return Array.isArray(value) ? value.map((each: Json) => poison(each, shape.of)) : value;
    case "map":
      return Object.fromEntries(
        Object.values(value).map((each, at) => [`${attack}${at}`, poison(each as Json, shape.of)]),
      );
    case "record":
      return Object.fromEntries(
        Object.entries(value).map(([name, each]) => {
          const of = shape.fields[name] ?? shape.fields[`${name}?`];
          return [name, of === undefined ? each as Json : poison(each as Json, of)];
        }),
      );
    case "variant": {
      const kind = (value as Record<string, Json>)[shape.by];
      const of = typeof kind === "string" ? shape.of[kind] : undefined;
      return of === undefined ? value : poison(value, of);
    }
    default:
      return value;
  }
}

for (const [name, sample] of samples) {
  Deno.test(`the report ${name}.json, full of attacks, is harmless in each format, in a comparison, a diff and a baseline`, () => {
    const read = readReport(JSON.stringify(sample));
    const report = readReport(JSON.stringify(poison(read as unknown as Json, reportShape)));
    if (isProblem(report)) throw new Error(report.message);
    for (const text of renderAll(report)) {
      // deno-lint-ignore no-control-regex -- control characters are what is looked for
      assertEquals(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/.exec(text)?.[0], undefined);
      const strange = text.split("\n").filter((line) =>
        /^\s*::|##\[/.test(line) && !/^::(?:error|warning|notice)[ :]/.test(line)
      );
      assertEquals(strange.slice(0, 3), []);
    }
  });
}
