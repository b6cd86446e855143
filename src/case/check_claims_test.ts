import { assertEquals } from "@std/assert";
import { catalogue, readCases } from "../testing/samples.ts";
import type { Catalogue } from "./requirements.ts";
import { checkClaims } from "./check_claims.ts";

const noop = "send: NOOP, reply: 250";
const read = (text: string) => readCases(`title: T\n${text}`).cases;
const problems = (text: string, known: Catalogue = catalogue) =>
  checkClaims(read(text), known).map(({ message, hint }) => `${message}; ${hint}`);

/** Gives what is found of cases that have an impact. */
const levelsOf = (cases: string, known?: Catalogue) => problems(`impact: form\ncases:\n${cases}`, known);

Deno.test("a case has the impact of its file, or its own", () => {
  const cases = read(
    `impact: form\ncases:\n  - {id: a, must: do it, ${noop}}\n  - {id: b, must: do it, impact: loss, ${noop}}\n`,
  );
  assertEquals(cases.map(({ impact }) => impact), ["form", "loss"]);
});

Deno.test("checkClaims() finds a file whose cases have no impact, once", () => {
  const found = [
    `A case file needs "impact": what follows where a case fails; ` +
    "write impact: security, loss, interoperability or form below its title",
  ];
  assertEquals(problems(`cases:\n  - {id: a, may: do it, ${noop}}\n  - {id: b, may: do it, ${noop}}\n`), found);
  assertEquals(problems(`cases:\n  - {id: a, may: do it, impact: loss, ${noop}}\n`), []);
});

Deno.test("checkClaims() finds a case that no requirement bears, and says what its requirements are", () => {
  const [id, requirement] = [...catalogue.requirements][0] ?? ["", undefined];
  const weak: Catalogue = {
    ...catalogue,
    requirements: new Map(requirement === undefined ? [] : [[id, { ...requirement, level: "should" }]]),
  };
  const must = `  - {id: a, must: do it, requirement: ${id}, ${noop}}\n`;
  assertEquals(levelsOf(must), []);
  assertEquals(levelsOf(must, weak), [
    `No requirement of the case "area/topic/a" bears a MUST; ${id} is of level should`,
  ]);
  assertEquals(levelsOf(`  - {id: a, should: do it, requirement: ${id}, ${noop}}\n`, weak), []);
  assertEquals(levelsOf(`  - {id: a, should not: do it, ${noop}}\n`), [
    'No requirement of the case "area/topic/a" bears a SHOULD NOT; name one: requirement: 5321-4.1.1.9-a',
  ]);
  assertEquals(levelsOf(`  - {id: a, may: do it, ${noop}}\n`), []);
});

Deno.test("checkClaims() finds a variant that no requirement bears, and its case once", () => {
  const [id] = [...catalogue.requirements.keys()];
  const found = levelsOf(
    `  - {id: a, must: do it, variants: [{name: x, requirement: ${id}}, {name: y}, {name: z}], ${noop}}\n`,
  );
  assertEquals(found.map((problem) => problem.split(";")[0]), [
    'No requirement of the case "area/topic/a[y]" bears a MUST',
  ]);
});
