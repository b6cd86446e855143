import { assertEquals } from "@std/assert";
import { type TargetName, targetNames } from "../case/names.ts";
import { makeTarget } from "../testing/samples.ts";
import { domainOf, missingValue, targetValue } from "./values.ts";

Deno.test("domainOf() gives what stands after the last @", () => {
  assertEquals([`"a@b"@mx.test`, "a@mx.test", "a", undefined].map(domainOf), [
    "mx.test",
    "mx.test",
    undefined,
    undefined,
  ]);
});

Deno.test("targetValue() gives each name's value, and nothing of an empty target but client and from", () => {
  const full = makeTarget({
    rcpt: "a@mx.test",
    rcpts: ["a@mx.test", "b@mx.test"],
    unknownRcpt: "u@mx.test",
    foreignRcpt: "f@example.org",
    list: "l@mx.test",
    user: "alice",
    pass: "secret",
    bearerToken: "token",
  });
  assertEquals(targetNames.map((name) => targetValue(full, name)), [
    "client.test",
    "mx.test",
    "a",
    "sender@client.test",
    "a@mx.test",
    ["a@mx.test", "b@mx.test"],
    "u@mx.test",
    "f@example.org",
    "l@mx.test",
    "alice",
    "secret",
    "token",
  ]);
  assertEquals(targetNames.filter((name) => targetValue(makeTarget(), name) !== undefined), ["client", "from"]);
});

Deno.test("missingValue() says what to add, and nothing for what is there", () => {
  const missing = (name: TargetName) => missingValue(makeTarget({ user: "alice" }), name);
  assertEquals(missing("user"), undefined);
  assertEquals(missing("from"), undefined);
  assertEquals(missing("domain"), "--rcpt ADDRESS (a mailbox that accepts mail)");
  assertEquals(missing("rcpts"), "several --rcpt, or rcpts in a target file (many mailboxes that accept mail)");
});
