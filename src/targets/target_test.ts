import { assertEquals } from "@std/assert";
import { targetNames } from "../case/names.ts";
import { makeTarget } from "../testing/samples.ts";
import { domainOf, howToAdd, isLoopback, missingFact, targetValue } from "./target.ts";

const noMail = () => Promise.resolve({ seen: 0, find: () => Promise.resolve([]) });

const hosts: readonly (readonly [host: string, isLocal: boolean])[] = [
  ["127.0.0.1", true],
  ["127.1.2.3", true],
  ["::1", true],
  ["localhost", true],
  ["mx.test", false],
  ["10.0.0.1", false],
  ["128.0.0.1", false],
  ["127.0.0.1.example.org", false],
  ["localhost.example.org", false],
];

for (const [host, isLocal] of hosts) {
  Deno.test(`isLoopback() says ${isLocal} of ${host}`, () => {
    assertEquals(isLoopback(makeTarget({ ports: [{ kind: "mx", address: { host, port: 25 } }] })), isLocal);
  });
}

Deno.test("isLoopback() wants every port here; a socket is", () => {
  const socket = { kind: "lmtp", address: { path: "/run/lmtp.sock" } } as const;
  const far = { kind: "mx", address: { host: "mx.test", port: 25 } } as const;
  assertEquals(isLoopback(makeTarget({ ports: [socket] })), true);
  assertEquals(isLoopback(makeTarget({ ports: [socket, far] })), false);
});

Deno.test("domainOf() gives what stands behind the last @", () => {
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
    user: "alice",
    pass: "secret",
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
    "alice",
    "secret",
  ]);
  assertEquals(targetNames.filter((name) => targetValue(makeTarget(), name) !== undefined), ["client", "from"]);
});

Deno.test("missingFact() says what to add, and nothing for what is there", () => {
  const target = makeTarget({
    rcpt: "a@mx.test",
    rcpts: ["a@mx.test", "b@mx.test"],
    user: "alice",
    pass: "secret",
    mailboxes: new Map([["a@mx.test", noMail]]),
  });
  for (const fact of ["user", "mailbox", "rcpts", "rcpt"] as const) {
    assertEquals(missingFact(target, fact, 2), undefined);
    assertEquals(missingFact(makeTarget(), fact, 2)?.startsWith(howToAdd[fact]), true);
  }
  assertEquals(missingFact(target, "unknown_rcpt", 1), howToAdd.unknown_rcpt);
  assertEquals(missingFact(target, "foreign_rcpt", 1), howToAdd.foreign_rcpt);
  assertEquals(missingFact(target, "rcpts", 3)?.endsWith(": 3 are needed, 2 given"), true);
});

Deno.test("missingFact() tells a host name from an address", () => {
  for (const host of ["mx.example", "mail"]) {
    assertEquals(missingFact(makeTarget({ host }), "host_name", 1), undefined);
  }
  for (const host of ["192.0.2.1", "2001:db8::1", "localhost"]) {
    assertEquals(missingFact(makeTarget({ host }), "host_name", 1), howToAdd.host_name);
  }
});

Deno.test("missingFact() wants the mailbox of the recipient, not of another", () => {
  const target = makeTarget({ rcpt: "a@mx.test", mailboxes: new Map([["b@mx.test", noMail]]) });
  assertEquals(missingFact(target, "mailbox", 1), howToAdd.mailbox);
});
