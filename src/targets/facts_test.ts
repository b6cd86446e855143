import { assertEquals } from "@std/assert";
import type { Fact } from "../case/case.ts";
import { accessOf } from "../testing/runs.ts";
import { makeTarget } from "../testing/samples.ts";
import { endpointsOf } from "./endpoint.ts";
import { fixturesOf, missingFact } from "./facts.ts";
import { plainMailbox } from "./mailbox.ts";
import type { Target } from "./target.ts";

const noMail = accessOf({ ...plainMailbox, arrived: 0, find: () => Promise.resolve([]) });
const full = makeTarget({
  rcpt: "a@mx.test",
  rcpts: ["a@mx.test", "b@mx.test"],
  unknownRcpt: "u@mx.test",
  foreignRcpt: "f@example.org",
  list: "l@mx.test",
  user: "alice",
  pass: "secret",
  bearerToken: "token",
  clientIdentity: { cert: "", key: "" },
  mailboxes: new Map([["a@mx.test", noMail]]),
});
const missing = (target: Target, fact: Fact, count = 1) =>
  missingFact(fact, { target, endpoint: target.endpoints[0], count });

const rows: readonly (readonly [fact: Fact, howToAdd: string])[] = [
  ["rcpt", "--rcpt ADDRESS (a mailbox that accepts mail)"],
  ["unknown_rcpt", "--unknown-rcpt ADDRESS (an address of the server's domain that does not exist)"],
  ["foreign_rcpt", "--foreign-rcpt ADDRESS (an address for which the server must not relay)"],
  ["user", "--user NAME and --pass-env VAR (somebody who may authenticate)"],
  ["mailbox", "--maildir DIR or --imap URL (the mailbox of the recipient, so that mail can be read back)"],
  ["list", "--list ADDRESS (a mailing list of the server)"],
  ["bearer_token", "--user NAME and --bearer-token-env VAR (a user and a token of OAuth 2.0 that is good for him)"],
  [
    "client_cert",
    "--client-cert FILE and --client-key FILE (a certificate that the client shows in TLS, and its key)",
  ],
];

for (const [fact, howToAdd] of rows) {
  Deno.test(`missingFact() says how to add ${fact}, and nothing where it is there`, () => {
    assertEquals(missing(makeTarget(), fact), howToAdd);
    assertEquals(missing(full, fact), undefined);
    assertEquals(missing(full, fact, 2), undefined); // only of a list can there be two
  });
}

Deno.test("missingFact() counts what a list has", () => {
  assertEquals(missing(full, "rcpts", 2), undefined);
  const howToAdd = "several --rcpt, or rcpts in a target file (many mailboxes that accept mail)";
  assertEquals(missing(full, "rcpts", 3), `${howToAdd}: 3 are needed, 2 given`);
});

Deno.test("missingFact() wants a user and a password", () => {
  assertEquals(missing(makeTarget({ user: "alice" }), "user"), rows[3]?.[1]);
});

Deno.test("missingFact() tells a host name from an address", () => {
  const at = (name: string) =>
    makeTarget({ endpoints: endpointsOf([{ name, listeners: [{ role: "mx", address: { host: name, port: 25 } }] }]) });
  for (const host of ["mx.example", "mail"]) assertEquals(missing(at(host), "host_name"), undefined);
  for (const host of ["192.0.2.1", "2001:db8::1", "localhost"]) {
    assertEquals(
      missing(at(host), "host_name"),
      "the server's host name in place of its address (what its certificate is to be for)",
    );
  }
});

Deno.test("missingFact() wants the mailbox of the recipient, not of another", () => {
  const target = makeTarget({ rcpt: "a@mx.test", mailboxes: new Map([["b@mx.test", noMail]]) });
  assertEquals(missing(target, "mailbox"), rows[4]?.[1]);
});

Deno.test("fixturesOf() names what is provided, and counts lists", () => {
  assertEquals(fixturesOf(full), [
    "unknown_rcpt",
    "foreign_rcpt",
    "user",
    "bearer_token",
    "client_cert",
    "list",
    "mailbox",
    "rcpts 2",
  ]);
  assertEquals(fixturesOf(makeTarget({ rcpt: "a@mx.test", rcpts: ["a@mx.test"] })), []);
});
