import { assertEquals } from "@std/assert";
import { readCases } from "../testdata/samples.ts";
import { matchesGlob, selectCases, type Selection } from "./select.ts";

const globs: readonly (readonly [pattern: string, id: string, fits: boolean])[] = [
  ["auth/plain/empty", "auth/plain/empty", true],
  ["auth/plain/empty", "auth/plain/empty-name", false],
  ["auth/plain/empty", "auth/plain/empty[no-user]", true], // an id fits its variants
  ["auth/plain/empty", "auth/plain/empty:submission", true], // and its ports
  ["auth/plain/empty", "auth/plain/empty[no-user]:mx", true],
  ["auth/plain/empty[no-user]", "auth/plain/empty[no-user]:mx", true],
  ["auth/plain/empty[no-user]", "auth/plain/empty[no]", false],
  ["auth/plain/empty:mx", "auth/plain/empty:mx", true],
  ["auth", "auth/plain/empty", true],
  ["auth/plain", "auth/plain/empty", true],
  ["auth/pl", "auth/plain/empty", false],
  ["aut", "auth/plain/empty", false],
  ["plain", "auth/plain/empty", false],
  ["auth/*", "auth/plain/empty", true],
  ["auth/*/empty", "auth/plain/empty", true],
  ["*/empty", "auth/plain/empty", false], // one star holds no slash
  ["**/empty", "auth/plain/empty", true],
  ["**/em*", "auth/plain/empty[x]", true],
  ["**", "auth/plain/empty", true],
  ["*", "auth/plain/empty", true],
  ["auth/plain/e?pty", "auth/plain/empty", false], // only stars stand for something
  ["auth.plain", "auth/plain/empty", false],
  ["auth/(plain)", "auth/plain/empty", false],
  ["auth/plain/empty$", "auth/plain/empty", false],
  ["", "auth/plain/empty", false],
];

for (const [pattern, id, fits] of globs) {
  Deno.test(`matchesGlob() says ${fits} of "${pattern}" and ${id}`, () => assertEquals(matchesGlob(pattern, id), fits));
}

const { cases } = readCases(
  "title: T\ncases:\n" +
    ["one", "two", "three"].map((id) => `  - {id: ${id}, must: x, send: A, reply: 250}\n`).join(""),
);
const lint = ["replies/lint/code", "replies/lint/bare-cr"];
const nothing: Selection = { only: [], skip: [], areas: [] };

/** Selects; gives the last parts of the ids. */
function selected(given: Partial<Selection>) {
  const { cases: found, extra, complaints } = selectCases(cases, { ...nothing, ...given }, lint);
  return { ids: [...found.map(({ id }) => id), ...extra].map((id) => id.split("/").at(-1)), complaints };
}

const selections: readonly (readonly [name: string, given: Partial<Selection>, ids: readonly string[]])[] = [
  ["all where nothing is said", {}, ["one", "two", "three", "code", "bare-cr"]],
  ["what fits one pattern of several", { only: ["**/one", "**/two"] }, ["one", "two"]],
  ["all but what is skipped", { skip: ["area/topic/two", "replies"] }, ["one", "three"]],
  ["what fits and is not skipped", { only: ["area"], skip: ["**/topic/t*"] }, ["one"]],
  ["an area", { areas: ["replies"] }, ["code", "bare-cr"]],
  ["areas and patterns together", { areas: ["area", "replies"], only: ["**/one", "**/code"] }, ["one", "code"]],
];

for (const [name, given, ids] of selections) {
  Deno.test(`selectCases() selects ${name}`, () => {
    const found = selected(given);
    assertEquals(found.complaints, []);
    assertEquals(found.ids, [...ids]);
  });
}

Deno.test("selectCases() complains about each pattern and area that fits nothing, with what is near", () => {
  assertEquals(
    selected({ only: ["area/topic/tow", "**/one"], skip: ["wibble/wobble"], areas: ["aera"] }).complaints,
    [
      `No case fits the area "aera"; did you mean "area"?`,
      `No case fits the --only pattern "area/topic/tow"; did you mean "area/topic/two"?`,
      `No case fits the --skip pattern "wibble/wobble"`,
    ],
  );
});
