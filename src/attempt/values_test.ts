import { assertEquals, assertThrows } from "@std/assert";
import { latin1Text } from "../base/octets.ts";
import { caseOf, makeTarget, templateOf } from "../testing/samples.ts";
import { Unplayable } from "../session/unplayable.ts";
import { Values } from "./values.ts";

/** Makes the values of a case with these names. */
function valuesOf(made: string, secrets: string[] = []): Values {
  return new Values({
    case: caseOf(`let: {${made}}\nsend: NOOP\nreply: 250`),
    target: makeTarget({ pass: "s3cret" }),
    run: new Map(),
    onSecret: (secret) => secrets.push(secret),
  });
}

/** A template that is one variable. */
const use = (name: string) => ({
  ...templateOf(""),
  parts: [{ kind: "variable", name, sum: undefined } as const],
});

Deno.test("Values.text() fills each name once, however deep names are made of names", () => {
  // If a name were filled twice at each level, a hundred levels would never end.
  const made = Array.from({ length: 99 }, (_, at) => `n${at}: "$n${at + 1}"`).join(", ");
  assertEquals(valuesOf(`${made}, n99: deep`).text(use("n0")), "deep");
});

Deno.test("Values.fill() keeps a secret apart through the names that are made of it", () => {
  const secrets: string[] = [];
  const values = valuesOf(`ir: {base64: "\\0$pass"}, line: "AUTH $ir", loud: {upper: $line}`, secrets);
  const { octets, secrets: spans } = values.fill(use("loud"));
  assertEquals([latin1Text(octets), spans], ["AUTH AHMZY3JLDA==".toUpperCase(), [{ start: 0, end: octets.length }]]);
  assertEquals(new Set(secrets), new Set([btoa("\0s3cret")]));
  assertEquals(values.words(use("line")), "$line");
});

for (const [text, most] of [["1001", 1_000], ["999999999999999", 1_000_000_000]] as const) {
  Deno.test(`Values.size() cannot send ${text} octets where ${most} are the limit`, () => {
    const values = valuesOf("");
    assertEquals(values.size(templateOf(text)), Number(text));
    const reason = `${text} octets are too many to send: ${most} is the limit`;
    assertEquals(assertThrows(() => values.size(templateOf(text), most), Unplayable).message, reason);
  });
}
