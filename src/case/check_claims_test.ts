import { assertEquals } from "@std/assert";
import { readCases } from "../testing/samples.ts";
import { checkClaims } from "./check_claims.ts";

const noop = "send: NOOP, reply: 250";
const read = (text: string) => readCases(`title: T\n${text}`).cases;
const messages = (text: string) => checkClaims(read(text)).map(({ message }) => message);

Deno.test("a case has the impact of its file, or its own", () => {
  const cases = read(
    `impact: form\ncases:\n  - {id: a, must: do it, ${noop}}\n  - {id: b, must: do it, impact: loss, ${noop}}\n`,
  );
  assertEquals(cases.map(({ impact }) => impact), ["form", "loss"]);
});

Deno.test("checkClaims() finds a file whose cases have no impact, once", () => {
  const found = [`A case file needs "impact": what follows where a case fails`];
  assertEquals(messages(`cases:\n  - {id: a, must: do it, ${noop}}\n  - {id: b, must: do it, ${noop}}\n`), found);
  assertEquals(messages(`cases:\n  - {id: a, must: do it, impact: loss, ${noop}}\n`), []);
});
