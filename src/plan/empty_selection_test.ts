import { assertEquals } from "@std/assert";
import { readCases } from "../testing/samples.ts";
import { explainEmpty } from "./empty_selection.ts";
import { idsOf } from "./result_id.ts";
import { type Candidate, candidateOf, everything, type Selection } from "./selection.ts";

const { cases } = readCases(
  "title: T\ncases:\n" +
    ["one", "two", "three"].map((id) => `  - {id: ${id}, since: 1.0.0, must: x, send: A, reply: 250}\n`).join(""),
);
const rule: Candidate = {
  ...{ id: "replies/lint/code", level: "must", impact: "form", rfc: ["RFC 5321 §4.2"] },
  ...{ requirements: ["5321-4.2-a"], since: undefined },
};
const candidates = [...cases.flatMap((each) => idsOf(each).map((id) => candidateOf(each, id))), rule];

const rows: readonly (readonly [name: string, given: Partial<Selection>, message: string, hint: string])[] = [
  [
    "one case that is in no area named",
    { only: ["**/one"], areas: ["replies"] },
    "area/topic/one fits --only but is in no --area replies",
    "a case has to fit both: leave --area out, or write --area area",
  ],
  [
    "several cases in several areas",
    { only: ["area", "replies"], areas: ["mail", "rcpt"] },
    "area/topic/one and 3 more fit --only but are in no --area mail or rcpt",
    "a case has to fit both: leave --area out, or write --area area or --area replies",
  ],
  [
    "what is all skipped",
    { only: ["area"], skip: ["area/topic", "mail"] },
    "--skip area/topic --skip mail leaves nothing of what is selected",
    "what fits --skip is left out, whatever else it fits: skip less",
  ],
  [
    "what has another level",
    { only: ["area"], levels: ["may"] },
    "area/topic/one and 2 more fit --only area but do not fit --level may",
    "a case has to fit each flag: leave one out, or name another value",
  ],
  [
    "what two flags leave apart",
    { levels: ["must"], rfcs: ["RFC 5321 §4.2"], impacts: ["security", "loss"] },
    'replies/lint/code fits --level must --rfc "RFC 5321 §4.2" but does not fit --impact security --impact loss',
    "a case has to fit each flag: leave one out, or name another value",
  ],
  [
    "an impact that no case has",
    { impacts: ["loss"] },
    "No case fits --impact loss",
    "smtpspec list shows all cases",
  ],
  [
    "a report in which nothing failed",
    { only: ["area"], results: { whole: new Set(), bare: new Set() } },
    "Nothing failed or warned in the report of --last-failed",
    "leave --last-failed out",
  ],
  [
    "what did not fail",
    { only: ["area/topic/one"], results: { whole: new Set(["area/topic/two"]), bare: new Set(["area/topic/two"]) } },
    "area/topic/one fits --only area/topic/one but does not fit --last-failed",
    "a case has to fit each flag: leave one out, or name another value",
  ],
  [
    "what is too new",
    { only: ["area"], suite: "0.9.0" },
    "What is selected was not there in version 0.9.0",
    "name a later --suite, or none",
  ],
];

for (const [name, given, message, hint] of rows) {
  Deno.test(`explainEmpty() says why nothing is selected: ${name}`, () => {
    assertEquals(explainEmpty(candidates, { ...everything, ...given }), { message, hint });
  });
}
