import { assertEquals } from "@std/assert";
import { areaOf, caseOf } from "../../case/coverage.ts";
import { loadSuite } from "../../cli/suite_files.ts";
import { lintId, lints } from "../../judge/lint.ts";
import { matchesGlob } from "../../base/glob.ts";
import { strengthOf } from "../evidence.ts";
import { choices } from "../choices/choices.ts";
import type { Fault } from "../fault.ts";
import { faults } from "./faults.ts";

const { cases } = await loadSuite([]);
const levels = new Map([
  ...cases.map(({ id, level }) => [id, level] as const),
  ...lints.map((lint) => [lintId(lint), lint.level] as const),
]);
const ids = [...levels.keys()];

/** The globs of the cases that are to accuse a server with this fault. */
const namedBy = ({ caughtBy, warnedBy = [] }: Fault) => [...caughtBy, ...warnedBy];

Deno.test("faults and choices have ids of their own", () => {
  const all = [...faults, ...choices].map(({ id }) => id);
  assertEquals(all.filter((id, at) => all.indexOf(id) !== at), []);
});

Deno.test("a fault names cases that exist, and a choice that exists", () => {
  const stale = faults.flatMap(({ id, caughtBy, warnedBy = [], alsoSeenBy = [] }) =>
    [...caughtBy, ...warnedBy, ...alsoSeenBy].filter((glob) => !ids.some((each) => matchesGlob(glob, each))).map((
      glob,
    ) => `${id}: no case fits ${glob}`)
  );
  assertEquals(stale, []);
  const known = new Set(choices.map(({ id }) => id));
  assertEquals(faults.filter(({ choice }) => choice !== undefined && !known.has(choice)).map(({ id }) => id), []);
});

Deno.test("a choice names areas that exist", () => {
  const areas = new Set(ids.map(areaOf));
  assertEquals(choices.flatMap((each) => each.areas.filter((area) => !areas.has(area))), []);
});

Deno.test("a fault stands in the folder of an area whose cases it names", async () => {
  const misplaced: string[] = [];
  const folder = new URL("./", import.meta.url);
  for await (const { name: area, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory) continue;
    for await (const { name } of Deno.readDir(new URL(`${area}/`, folder))) {
      const tables = Object.values(await import(new URL(`${area}/${name}`, folder).href)).filter(Array.isArray);
      const named = faults.filter((fault) => tables.some((table) => table.includes(fault)));
      const elsewhere = named.filter((fault) => namedBy(fault).every((glob) => areaOf(glob) !== area));
      misplaced.push(...elsewhere.map(({ id }) => `${area}/${name}: ${id}`));
    }
  }
  assertEquals(misplaced, []);
});

Deno.test("each case has a fault that names it", () => {
  const named = ids.filter((id) => faults.some((fault) => namedBy(fault).some((glob) => matchesGlob(glob, id))));
  const namedCases = new Set(named.map(caseOf));
  assertEquals([...new Set(ids.map(caseOf))].filter((id) => !namedCases.has(id)), []);
});

Deno.test("a fault names at least one case, and as only warned of those alone that could fail", () => {
  assertEquals(faults.filter((fault) => namedBy(fault).length === 0).map(({ id }) => id), []);
  const mild = faults.flatMap(({ id, warnedBy = [] }) =>
    warnedBy.filter((glob) =>
      [...levels].some(([each, level]) => matchesGlob(glob, each) && strengthOf(level) !== "fail")
    ).map((glob) => `${id}: ${glob}`)
  );
  assertEquals(mild, []);
});
