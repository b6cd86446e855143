import { assert, assertEquals } from "@std/assert";
import { Expression, makeExpression } from "./expression.ts";

function expressionOf(written: string): Expression {
  const [, source = "", flag] = /^\/(.*)\/(i?)$/s.exec(written) ?? [];
  const made = makeExpression(source, { ignoresCase: flag === "i" });
  assert(made instanceof Expression, "reason" in made ? made.reason : "");
  return made;
}

const groups: readonly (readonly [written: string, text: string, group: string | undefined])[] = [
  ["/id=([0-9]+)/", "250 id=17 id=18", "17"],
  ["/id=([0-9]+?)/", "250 id=17", "1"],
  ["/^(.*?) queued/", "Ok: queued as queued", "Ok:"],
  ["/(a|ab)(?:c|bcd)/", "abcd", "a"],
  ["/(?:(a)|b)*/", "ab", undefined],
  ["/(a){2}/", "aa", "a"],
  ["/(a)?b/", "b", undefined],
  ["/()?b/", "b", undefined],
  ["/x(y)/i", "XY", "Y"],
  ["/x(y)/", "y", undefined],
];

for (const [written, text, group] of groups) {
  Deno.test(`${written} finds ${group} in "${text}"`, () => {
    assertEquals(expressionOf(written).group(text), group);
  });
}

/** Expressions for which other engines need powers or squares of the text, and texts that they do not fit. */
const runaways: readonly (readonly [written: string, text: string])[] = [
  ["/^(a+)+$/", "a"],
  ["/^(a+)+$/i", "a"],
  ["/^(a|a)*$/i", "A"],
  ["/^(a|b|ab)*c/", "ab"],
  ["/^(?:a{1,10}){1,20}b$/", "a"],
  ["/^(.*a){12}$/", "a "],
  ["/(x+x+)+y/", "x"],
  ["/x*x*y/", "x"], // V8 does not count its way through this as backtracking
  ["/(.*)*=/", "a"],
  ["/^(([a-z])+.)+[A-Z]([a-z])+$/", "a"],
  ["/^(?:a?){40}a{40}$/", "a"],
  [String.raw`/^(\s*\([^()]*(\([^()]*\)[^()]*)*\))*$/i`, "("],
];

for (const [written, text] of runaways) {
  Deno.test(`${written} takes time in proportion to the text`, () => {
    const expression = expressionOf(written);
    const time = (characters: number) => {
      const subject = `${text.repeat(characters / text.length)}!`;
      const start = performance.now();
      assertEquals(expression.test(subject), false);
      return performance.now() - start;
    };
    time(10_000); // compiled by V8
    // A line of the largest size that a server was seen to send; a slow machine needs some hundred milliseconds.
    assert(time(60_000) < 3_000);
  });
}

Deno.test("an expression of the most steps there may be ends with a long line", () => {
  const expression = expressionOf(`/^(?:${"a?".repeat(290)})*b$/`);
  assert(expression.steps > 580);
  assertEquals(expression.test(`${"a".repeat(10_000)}!`), false);
});

Deno.test("an expression sees the first million characters of a text", () => {
  const text = (before: number) => `${" ".repeat(before)}needle`;
  assert(expressionOf("/needle/").test(text(1_000_000)));
  assert(!expressionOf("/needle/").test(text(2_000_000)));
});
