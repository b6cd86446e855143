import { assertEquals } from "@std/assert";
import { readCases } from "../testing/samples.ts";
import { explainEmpty } from "./empty_selection.ts";
import type { Selection } from "./select.ts";

const { cases } = readCases(
  "title: T\ncases:\n" +
    ["one", "two", "three"].map((id) => `  - {id: ${id}, since: 1.0.0, must: x, send: A, reply: 250}\n`).join(""),
);
const others = [{ id: "replies/lint/code", since: undefined }];

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
    "what is too new",
    { only: ["area"], suite: "0.9.0" },
    "What is selected was not there in version 0.9.0",
    "name a later --suite, or none",
  ],
];

for (const [name, given, message, hint] of rows) {
  Deno.test(`explainEmpty() says why nothing is selected: ${name}`, () => {
    const nothing: Selection = { only: [], skip: [], areas: [], suite: undefined };
    assertEquals(explainEmpty(cases, { ...nothing, ...given }, others), { message, hint });
  });
}
