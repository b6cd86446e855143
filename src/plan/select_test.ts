import { assertEquals } from "@std/assert";
import { matchesGlob } from "../base/glob.ts";
import { readCases } from "../testing/samples.ts";
import { fits, isSelected, mayTake, selectCases } from "./select.ts";
import { type Candidate, everything, type Selection } from "./selection.ts";

const globs: readonly (readonly [pattern: string, id: string, fits: boolean])[] = [
  ["auth/plain/empty", "auth/plain/empty", true],
  ["auth/plain/empty", "auth/plain/empty-name", false],
  ["auth/plain/empty", "auth/plain/empty[no-user]", true], // an id fits its variants
  ["auth/plain/empty", "auth/plain/empty:submission", true], // and its ports
  ["auth/plain/empty", "auth/plain/empty[no-user]:mx", true],
  ["auth/plain/empty[no-user]", "auth/plain/empty[no-user]:mx", true],
  ["auth/plain/empty", "auth/plain/empty@mx1.test", true], // and its hosts
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
const ruleOf = (rule: string, since: string | undefined = undefined): Candidate => ({
  ...{
    id: `replies/lint/${rule}`,
    level: "must",
    impact: "form",
    rfc: ["RFC 5321 §4.2"],
    requirements: ["5321-4.2-a"],
  },
  since,
});
const lint = [ruleOf("code"), ruleOf("bare-cr")];

/** Selects; gives the last parts of the ids. */
function selected(given: Partial<Selection>, hosts?: readonly string[]) {
  const { cases: found, others, unmatched } = selectCases(cases, { ...everything, ...given }, { others: lint, hosts });
  return { ids: [...found.map(({ id }) => id), ...others].map((id) => id.split("/").at(-1)), unmatched };
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
    assertEquals(found.unmatched, []);
    assertEquals(found.ids, [...ids]);
  });
}

const ages = readCases(
  "title: T\ncases:\n" +
    ["", "since: 0.9.0, ", "since: 0.10.0, ", "since: 1.0.0, "].map((since, index) =>
      `  - {id: c${index}, ${since}must: x, send: A, reply: 250}\n`
    ).join(""),
).cases;

const agesOfRules = [ruleOf("code"), ruleOf("bare-cr", "0.10.0")];

for (
  const [suite, ids] of [
    ["0.1.0", "c0 code"],
    ["0.9.0", "c0 c1 code"],
    ["0.10.0", "c0 c1 c2 code bare-cr"],
    [undefined, "c0 c1 c2 c3 code bare-cr"],
  ]
) {
  Deno.test(`selectCases() selects of the suite of ${suite ?? "any version"} the cases and rules that were there`, () => {
    const { cases: found, others, unmatched } = selectCases(ages, { ...everything, suite }, {
      others: agesOfRules,
      hosts: undefined,
    });
    assertEquals([...found.map(({ id }) => id), ...others].map((id) => id.split("/").at(-1)).join(" "), ids);
    assertEquals(unmatched, []);
  });
}

Deno.test("selectCases() names each pattern and area that fits nothing, with what is near", () => {
  assertEquals(
    selected({ only: ["area/topic/tow", "**/one"], skip: ["wibble/wobble"], areas: ["aera"] }).unmatched,
    [
      `No case fits the area "aera"; did you mean "area"?`,
      `No case fits the --only pattern "area/topic/tow"; did you mean "area/topic/two"?`,
      `No case fits the --skip pattern "wibble/wobble"`,
    ],
  );
});

const takings: readonly (readonly [only: string, areas: string, topic: string, may: boolean])[] = [
  ["", "", "auth/plain", true],
  ["auth", "", "auth/plain", true],
  ["auth/plain", "", "auth/plain", true],
  ["auth/plain/one[x]", "", "auth/plain", true],
  ["auth/p*/one", "", "auth/plain", true],
  ["**/one", "", "auth/plain", true],
  ["*", "", "auth/plain", true],
  ["auth/login", "", "auth/plain", false],
  ["auth/login/one", "", "auth/plain", false],
  ["mail", "", "auth/plain", false],
  ["", "auth", "auth/plain", true],
  ["", "mail", "auth/plain", false],
  ["auth/plain/one@mx1.test", "", "auth/plain", true],
  ["@mx1.test", "", "auth/plain", true],
  ["mail@mx1.test", "", "auth/plain", false],
  ["auth", "mail", "auth/plain", false],
];

for (const [only, areas, topic, may] of takings) {
  Deno.test(`mayTake() says ${may} of ${topic} for the pattern "${only}" and the area "${areas}"`, () => {
    const list = (text: string) => text === "" ? [] : [text];
    assertEquals(mayTake({ only: list(only), areas: list(areas) }, topic), may);
  });
}

Deno.test("mayTake() says no of no topic of which a case is selected", () => {
  const ids = ["a/b/c", "a/b/d[x]", "a/bc/d", "ab/c/d:mx", "a/b-c/d"];
  const patterns = [...ids, "a", "a/b", "a/b*", "a/*/d", "**/d", "a/**", "*", "a/b/d[*]", "a/b/c*", "ab/c/d"];
  for (const pattern of patterns) {
    for (const id of ids.filter((each) => matchesGlob(pattern, each))) {
      const topic = id.slice(0, id.lastIndexOf("/"));
      assertEquals(mayTake({ only: [pattern], areas: [] }, topic), true, `${pattern} ${id}`);
    }
  }
});

const rows: readonly (readonly [pattern: string, id: string, host: string | undefined, fits: boolean])[] = [
  ["auth/plain/one", "auth/plain/one", "mx1.test", true],
  ["auth/plain/one@mx1.test", "auth/plain/one", "mx1.test", true],
  ["auth/plain/one@MX1.test", "auth/plain/one", "mx1.test", true],
  ["auth/plain/one@mx1.test", "auth/plain/one", "mx2.test", false],
  ["auth/plain/one@mx1.test", "auth/plain/two", "mx1.test", false],
  ["auth/plain/one@mx1.test", "auth/plain/one[x]:mx", "mx1.test", true],
  ["auth/plain/one[x]:mx@mx1.test", "auth/plain/one[x]:mx", "mx1.test", true],
  ["auth/plain/one[x]:mx@mx1.test", "auth/plain/one[x]:submission", "mx1.test", false],
  ["auth@mx1.test", "auth/plain/one", "mx1.test", true],
  ["@mx1.test", "auth/plain/one", "mx1.test", true],
  ["@mx1.test", "auth/plain/one", "mx11test", false],
  ["@mx*.test", "auth/plain/one", "mx1.test", true],
  ["@*", "auth/plain/one", "mx1.test", true],
  ["**@::1", "auth/plain/one", "::1", true],
  ["auth/plain/one[a@b]", "auth/plain/one[a@b]", "mx1.test", true], // that is a variant
  ["auth/plain/one@mx1.test", "auth/plain/one", undefined, true], // whatever the hosts
  ["auth/plain/two@mx1.test", "auth/plain/one", undefined, false],
];

for (const [pattern, id, host, expected] of rows) {
  Deno.test(`fits() says ${expected} of "${pattern}" and ${id} on ${host}`, () => {
    assertEquals(fits(pattern, id, host), expected);
  });
}

Deno.test("selectCases() selects what is wanted on some host, and complains about a host that there is not", () => {
  const hosts = ["mx1.test", "mx2.test"];
  assertEquals(selected({ only: ["**/one@mx1.test", "**/two@mx2.test"] }, hosts).ids, ["one", "two"]);
  assertEquals(selected({ skip: ["**/one@mx1.test"] }, hosts).ids, ["one", "two", "three", "code", "bare-cr"]);
  assertEquals(selected({ skip: ["**/one@*", "replies@mx*"] }, hosts).ids, ["two", "three"]);
  assertEquals(selected({ only: ["**/one@mx3.test"] }, hosts).unmatched, [
    'No host fits the --only pattern "**/one@mx3.test": mx1.test, mx2.test',
  ]);
  assertEquals(selected({ only: ["**/one@mx3.test"] }), { ids: ["one"], unmatched: [] });
});

Deno.test("selectCases() selects a case by one of its roles", () => {
  const { cases: some } = readCases(
    "title: T\ncases:\n  - {id: both, must: x, port: [mx, lmtp], send: A, reply: 250}\n" +
      "  - {id: one, must: x, send: A, reply: 250}\n",
  );
  const select = (only: string) => selectCases(some, { ...everything, only: [only] }, { others: [], hosts: undefined });
  assertEquals(select("area/topic/both:lmtp").cases.map(({ id }) => id), ["area/topic/both"]);
  assertEquals(select("area/topic/both:submission").cases, []);
  assertEquals(select("**:mx").cases.map(({ id }) => id), ["area/topic/both"]);
});

const kinds = readCases(
  "title: T\ncases:\n" +
    "  - {id: noop, must: x, impact: form, rfc: RFC 5321 §4.1.1.9, requirement: 5321-4.1.1.9-a, send: A, reply: 250}\n" +
    "  - {id: code, must not: x, impact: security, rfc: RFC 5321 §4.2, requirement: 5321-4.2-a, send: A, reply: 250}\n" +
    "  - {id: bye, should: x, impact: loss, rfc: RFC 5321 §3.8, send: A, reply: 250}\n" +
    "  - {id: plain, may: x, send: A, reply: 250}\n",
).cases;

const facts: readonly (readonly [name: string, given: Partial<Selection>, ids: string])[] = [
  ["a level and its negation", { levels: ["must"] }, "noop code"],
  ["one of several levels", { levels: ["should", "may"] }, "bye plain"],
  ["an RFC", { rfcs: ["RFC 5321"] }, "noop code bye"],
  ["a section", { rfcs: ["RFC 5321 §4.2"] }, "code"],
  ["a section and all below it", { rfcs: ["RFC 5321 §4"] }, "noop code"],
  ["a section, and none whose number only begins so", { rfcs: ["RFC 5321 §4.1.1.9"] }, "noop"],
  ["a requirement", { requirements: ["5321-4.2-a"] }, "code"],
  ["an impact", { impacts: ["loss", "form"] }, "noop bye"],
  ["what fits all flags", { levels: ["must"], impacts: ["security"], only: ["area"], rfcs: ["RFC 5321"] }, "code"],
  ["nothing where two flags do not meet", { levels: ["may"], rfcs: ["RFC 5321"] }, ""],
  [
    "results by their ids",
    { results: { whole: new Set(["area/topic/noop"]), bare: new Set(["area/topic/noop"]) } },
    "noop",
  ],
];

for (const [name, given, ids] of facts) {
  Deno.test(`selectCases() selects by facts: ${name}`, () => {
    const found = selectCases(kinds, { ...everything, ...given }, { others: [], hosts: undefined });
    assertEquals([found.cases.map(({ id }) => id.split("/")[2]).join(" "), found.unmatched], [ids, []]);
  });
}

Deno.test("selectCases() says what is near an RFC or requirement that no case has, but guesses nothing for one that there is", () => {
  const given = { rfcs: ["RFC 5312", "RFC 821"], requirements: ["5321-4.2-aa", "5321-4.2-b"] };
  const named = new Set(["RFC 821", "5321-4.2-b"]);
  const { unmatched } = selectCases(kinds, { ...everything, ...given }, { others: [], hosts: undefined, named });
  assertEquals(unmatched, [
    'No case fits the --rfc "RFC 5312"; did you mean "RFC 5321"?',
    'No case fits the --rfc "RFC 821"',
    'No case fits the --requirement "5321-4.2-aa"; did you mean "5321-4.2-a"?',
    'No case fits the --requirement "5321-4.2-b"',
  ]);
});

Deno.test("isSelected() takes a result of a report on its host, and one without a host on any", () => {
  const results = { whole: new Set(["a/b/c@mx1.test", "a/b/d"]), bare: new Set(["a/b/c", "a/b/d"]) };
  const on = (id: string, host: string | undefined) => isSelected({ ...everything, results }, id, host);
  assertEquals([on("a/b/c", "mx1.test"), on("a/b/c", "mx2.test"), on("a/b/c", undefined)], [true, false, true]);
  assertEquals([on("a/b/d", "mx1.test"), on("a/b/d", "mx2.test"), on("a/b/e", undefined)], [true, true, false]);
});
