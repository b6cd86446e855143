import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { check } from "../testing/properties.ts";
import { makeReading, valueOf } from "../testing/samples.ts";
import type { Made } from "./case.ts";
import type { Template } from "./template_types.ts";
import { Growth } from "./growth.ts";
import { readTemplate } from "./template.ts";

const templateOf = (text: string): Template => readTemplate(makeReading(), valueOf(`a: '${text}'`));

/** Measures a text with these names; gives the messages of the problems too. */
function measure(text: string, made: Record<string, string>, kind: Made["kind"] = "text") {
  const reading = makeReading();
  const growth = new Growth(reading, {
    columns: new Map(),
    made: new Map(Object.entries(made).map(([name, value]) => [name, makeOf(kind, templateOf(value))])),
    kept: new Set(["kept"]),
    fill: 64,
  });
  growth.check();
  return { characters: growth.measure(templateOf(text)), messages: reading.problems.map(({ message }) => message) };
}

const makeOf = (kind: Made["kind"], template: Template): Made =>
  kind === "base64" ? { kind, octets: template } : { kind, text: template };

const sizes: readonly (readonly [text: string, made: Record<string, string>, characters: number])[] = [
  ["NOOP", {}, 4],
  ["$$a", {}, 2],
  ["$a$a", { a: "xyz" }, 6],
  ["$a", { a: "$b-$b", b: "xyz" }, 7],
  ["$fill", {}, 64],
  ["$a", { a: "$fill$fill" }, 128],
  ["$rcpt", {}, 100],
  ["$kept", {}, 10_000],
  ["${a + 1}", { a: "x".repeat(5_000) }, 100],
];

for (const [text, made, characters] of sizes) {
  Deno.test(`Growth measures ${text} with ${Object.keys(made).length} names as ${characters} characters`, () => {
    assertEquals(measure(text, made), { characters, messages: [] });
  });
}

Deno.test("Growth measures what is put into base64 as it becomes", () => {
  assertEquals(measure("$a", { a: "xyzz" }, "base64").characters, 8);
});

Deno.test("Growth refuses a circle once, whoever uses it", () => {
  const { messages } = measure("$a $d", { a: "$b", b: "$c", c: "x$a", d: "$a$b$c", e: "$d" });
  assertEquals(messages, [`Cannot make "$a" of itself`]);
});

Deno.test("Growth refuses names that double each other, however many there are", () => {
  const made = Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`a${at}`, `$a${at + 1}$a${at + 1}`]));
  const { messages, characters } = measure("$a0", { ...made, a90: "x" });
  assertEquals(messages, [`Cannot make "$a65" of 33554432 characters`]);
  assertEquals(characters, 0);
});

Deno.test("Growth refuses chains that are too long, in whatever order they are written", () => {
  const names = Array.from({ length: 150 }, (_, at): [string, string] => [`a${at}`, at === 149 ? "x" : `$a${at + 1}`]);
  for (const order of [names, names.toReversed()]) {
    const { messages } = measure("$a0", Object.fromEntries(order));
    assert(messages.length > 0 && messages.every((message) => message.endsWith("of names of names")), messages[0]);
  }
});

Deno.test("Growth never measures less than there is, and always ends", () => {
  const names = ["a", "b", "c", "d", "e"];
  const text = fc.array(fc.constantFrom("x", "yz", ...names.map((name) => `\${${name}}`)), { maxLength: 6 })
    .map((parts) => parts.join(""));
  check(
    fc.property(fc.array(text, { minLength: 5, maxLength: 5 }), text, (values, use) => {
      const made = Object.fromEntries(values.map((value, at) => [names[at] ?? "", value]));
      const { characters, messages } = measure(use, made);
      const filled = fill(use, made, 0);
      assertEquals(
        messages.some((message) => message.endsWith("of itself")),
        values.some((value) => fill(value, made, 0) === undefined),
      );
      if (messages.length === 0) assertEquals(characters, filled?.length);
    }),
  );
});

/** Fills names in; undefined for what never ends. */
function fill(text: string, made: Record<string, string>, depth: number): string | undefined {
  if (depth > 5) return undefined;
  const parts = text.split(/(\$\{\w\})/).map((part) =>
    part.startsWith("$") ? fill(made[part[2] ?? ""] ?? "", made, depth + 1) : part
  );
  return parts.includes(undefined) ? undefined : parts.join("");
}
