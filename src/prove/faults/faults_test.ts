import { assertEquals } from "@std/assert";
import { caseOf } from "../../case/coverage.ts";
import { loadSuite } from "../../cli/suite_files.ts";
import { lints } from "../../judge/lint.ts";
import { matchesGlob } from "../../plan/select.ts";
import { lintId } from "../../run/tally.ts";
import { choices } from "../choices/choices.ts";
import { faults } from "./faults.ts";

const { cases } = await loadSuite([]);
const ids = [...cases.map(({ id }) => id), ...lints.map(lintId)];

Deno.test("faults and choices have ids of their own", () => {
  const all = [...faults, ...choices].map(({ id }) => id);
  assertEquals(all.filter((id, at) => all.indexOf(id) !== at), []);
});

Deno.test("a fault names cases that exist, and a choice that exists", () => {
  const stale = faults.flatMap(({ id, caughtBy, alsoSeenBy = [] }) =>
    [...caughtBy, ...alsoSeenBy].filter((glob) => !ids.some((each) => matchesGlob(glob, each))).map((glob) =>
      `${id}: no case fits ${glob}`
    )
  );
  assertEquals(stale, []);
  const known = new Set(choices.map(({ id }) => id));
  assertEquals(faults.filter(({ choice }) => choice !== undefined && !known.has(choice)).map(({ id }) => id), []);
});

Deno.test("each case has a fault that names it", () => {
  const named = ids.filter((id) => faults.some(({ caughtBy }) => caughtBy.some((glob) => matchesGlob(glob, id))));
  const namedCases = new Set(named.map(caseOf));
  assertEquals([...new Set(ids.map(caseOf))].filter((id) => !namedCases.has(id)), []);
});
