import { assertEquals, fail } from "@std/assert";
import { makeReading, nodeOf } from "../testing/samples.ts";
import { sourceOfFlag } from "./mail_source.ts";
import { defaultClient, defaultDeadlines, defaultFrom } from "./target.ts";
import { looksLikeTarget, readTargetFile, type TargetFile } from "./target_file.ts";

function read(yaml: string): TargetFile {
  const reading = makeReading();
  const target = readTargetFile(reading, nodeOf(yaml));
  return reading.problems.length === 0 && target !== undefined ? target : fail(reading.problems[0]?.message);
}

function problemsOf(yaml: string): readonly string[] {
  const reading = makeReading();
  readTargetFile(reading, nodeOf(yaml));
  return reading.problems.map(({ message }) => message);
}

Deno.test("readTargetFile() reads the smallest file, with what is standard", () => {
  assertEquals<TargetFile>(read("host: mx.test"), {
    name: "mx.test",
    endpoints: [
      {
        name: "mx",
        role: "mx",
        host: "mx.test",
        address: { host: "mx.test", port: 25 },
        tlsName: "mx.test",
      },
    ],
    client: defaultClient,
    from: defaultFrom,
    rcpt: undefined,
    rcpts: [],
    unknownRcpt: undefined,
    foreignRcpt: undefined,
    list: undefined,
    user: undefined,
    passVariable: undefined,
    tokenVariable: undefined,
    mailboxes: new Map(),
    caFile: undefined,
    certFile: undefined,
    keyFile: undefined,
    deadlines: defaultDeadlines,
    connections: undefined,
    proxy: undefined,
    software: undefined,
  });
});

const local = { host: "127.0.0.1", tlsName: "127.0.0.1" };

Deno.test("readTargetFile() reads every key", () => {
  assertEquals<TargetFile>(
    read(`name: Postfix 3.10, Debian 13
host: 127.0.0.1
ports: {lmtp: /run/mx/lmtp.sock, submissions: 2465, submission: 2587, mx: 2525}
client: client.example
from: sender@client.example
rcpt: alice@mx.test
rcpts: [user[1-3]@mx.test, bob@mx.test]
unknown_rcpt: nobody@mx.test
foreign_rcpt: someone@example.org
list: staff@mx.test
user: alice
pass: env SMTP_PASS
bearer_token: env SMTP_TOKEN
client_cert: alice.pem
client_key: alice.key
mailboxes: {alice@mx.test: {maildir: /srv/mx/alice/Maildir}}
ca: ca.pem
proxy: v2
software: Postfix/3.9
within: {greeting: 30s, reply: 5s, end-of-data: 2min, delivery: 3min}
connections: 4
`.replace("[user[1-3]@mx.test, bob@mx.test]", "['user[1-3]@mx.test', bob@mx.test]")),
    {
      name: "Postfix 3.10, Debian 13",
      endpoints: [
        { name: "mx", role: "mx", address: { host: "127.0.0.1", port: 2525 }, ...local },
        { name: "submission", role: "submission", address: { host: "127.0.0.1", port: 2587 }, ...local },
        { name: "submissions", role: "submissions", address: { host: "127.0.0.1", port: 2465 }, ...local },
        { name: "lmtp", role: "lmtp", address: { path: "/run/mx/lmtp.sock" }, ...local },
      ],
      client: "client.example",
      from: "sender@client.example",
      rcpt: "alice@mx.test",
      rcpts: ["user1@mx.test", "user2@mx.test", "user3@mx.test", "bob@mx.test"],
      unknownRcpt: "nobody@mx.test",
      foreignRcpt: "someone@example.org",
      list: "staff@mx.test",
      user: "alice",
      passVariable: "SMTP_PASS",
      tokenVariable: "SMTP_TOKEN",
      mailboxes: new Map([["alice@mx.test", sourceOfFlag("maildir", "/srv/mx/alice/Maildir")]]),
      caFile: "ca.pem",
      certFile: "alice.pem",
      keyFile: "alice.key",
      proxy: "v2",
      software: { name: "postfix", version: "3.9", by: "owner" },
      deadlines: {
        connect: defaultDeadlines.connect,
        greeting: 30_000,
        reply: 5000,
        endOfData: 120_000,
        delivery: 180_000,
      },
      connections: 4,
    },
  );
});

Deno.test("readTargetFile() reads a mailbox over IMAP", () => {
  const { mailboxes } = read("host: x\nmailboxes: {a@mx.test: {imap: imaps://a@mx.test, pass: env WORD}}");
  assertEquals([...mailboxes], [["a@mx.test", sourceOfFlag("imap", "imaps://a@mx.test", { pass: "env WORD" })]]);
});

const recipients: readonly (readonly [rcpts: string, found: readonly string[]])[] = [
  ["a@mx.test", ["a@mx.test"]],
  ["user[8-11]@mx.test", ["user8@mx.test", "user9@mx.test", "user10@mx.test", "user11@mx.test"]],
  ["'[1-2]@mx.test'", ["1@mx.test", "2@mx.test"]],
  ["user[5-5]@mx.test", ["user5@mx.test"]],
  ["a@[127.0.0.1]", ["a@[127.0.0.1]"]],
];

for (const [rcpts, found] of recipients) {
  Deno.test(`readTargetFile() makes recipients of ${rcpts}`, () => {
    assertEquals(read(`host: x\nrcpts: ${rcpts}`).rcpts, [...found]);
  });
}

Deno.test("readTargetFile() takes rcpt for the only one of rcpts", () => {
  assertEquals(read("host: x\nrcpt: a@mx.test").rcpts, ["a@mx.test"]);
});

Deno.test("readTargetFile() makes 10,000 recipients and no more", () => {
  assertEquals(read("host: x\nrcpts: u[1-10000]@mx.test").rcpts.length, 10_000);
  assertEquals(problemsOf("host: x\nrcpts: u[0-10000]@mx.test"), [`Cannot make recipients of "u[0-10000]@mx.test"`]);
});

const refused: readonly (readonly [yaml: string, ...problems: string[]])[] = [
  ["name: x", `A target file needs "host"`],
  ["host: x\nhots: y", `Unknown key "hots"`],
  ["host: x\nhosts: [y]", `Cannot use "host" and "hosts" together`],
  ["hosts: [x, y, X]", `The host "X" stands here twice`],
  ["hosts: []", "A target needs a host"],
  ["hosts: [x, {ports: {mx: 25}}]", `A host needs "host"`],
  ["hosts: [{host: x, prts: {mx: 25}}]", `Unknown key "prts"`],
  ["hosts: [{host: x, ports: {mx: 0}}]", `Cannot read "0" as a port`],
  ["hosts: [x, y]\nports: {mx: 0}", `Cannot read "0" as a port`],
  ["hosts: [x, y]\nports: {lmtp: /run/x.sock}", `The host "y" has no port`],
  ["host: x\nports: {mx: 0}", `Cannot read "0" as a port`],
  ["host: x\nports: {mx: 65536}", `Cannot read "65536" as a port`],
  ["host: x\nports: {mx: /run/x.sock}", `Cannot read "/run/x.sock" as a port`],
  ["host: x\nports: {lmtp: run/x.sock}", `Cannot read "run/x.sock" as a port`],
  ["host: x\nports: {smtp: 25}", `Unknown key "smtp"`],
  ["host: x\nports: {}", "A target needs a port"],
  ["host: x\nrcpts: u[2-1]@mx.test", `Cannot make recipients of "u[2-1]@mx.test"`],
  ["host: x\npass: secret", "Cannot take a password from a file"],
  ["host: x\npass: env 1X", "Cannot take a password from a file"],
  ["host: x\npass: env", "Cannot take a password from a file"],
  ["host: x\nmailboxes: {a@mx.test: {}}", `A mailbox needs "maildir" or "imap"`],
  ["host: x\nmailboxes: {a@mx.test: {maildir: x, pass: env X}}", `A Maildir has no "pass"`],
  ["host: x\nmailboxes: {a@mx.test: {imap: imap://a@x, maildir: x}}", `A Maildir has no "imap"`],
  ["host: x\nmailboxes: {a@mx.test: {imap: imap://a:b@x}}", "Cannot use this as a mailbox over IMAP"],
  ["host: x\nmailboxes: {a@mx.test: {imap: imap://a@x, pass: secret}}", "Cannot use this as the place of a secret"],
  ["host: x\nwithin: {greeting: 61min}", "Cannot wait 61min: the limit is 3600 s"],
  ["host: x\nwithin: {greting: 1s}", `Unknown key "greting"`],
  ["host: x\nconnections: 0", `Cannot read number "0"`],
];

for (const [yaml, ...problems] of refused) {
  Deno.test(`readTargetFile() refuses ${JSON.stringify(yaml)}`, () => assertEquals(problemsOf(yaml), problems));
}

/** Writes the endpoints of a target file as name and address. */
const endpointsOf = (yaml: string) =>
  read(yaml).endpoints.map(({ name, tlsName, address }) =>
    `${name} ${tlsName} ${"path" in address ? address.path : `${address.host} ${address.port}`}`
  );

Deno.test("readTargetFile() reads several hosts with the ports that all of them have", () => {
  assertEquals(endpointsOf("hosts: [mx1.test, mx2.test]"), [
    "mx@mx1.test mx1.test mx1.test 25",
    "mx@mx2.test mx2.test mx2.test 25",
  ]);
  assertEquals(endpointsOf("hosts: [mx1.test, mx2.test]\nports: {mx: 2525, submission: 2587}"), [
    "mx@mx1.test mx1.test mx1.test 2525",
    "submission@mx1.test mx1.test mx1.test 2587",
    "mx@mx2.test mx2.test mx2.test 2525",
    "submission@mx2.test mx2.test mx2.test 2587",
  ]);
  assertEquals(read("hosts: [mx1.test, mx2.test]").name, "mx1.test mx2.test");
});

Deno.test("readTargetFile() reads hosts with ports of their own", () => {
  assertEquals(
    endpointsOf("hosts: [{host: mx1.test, ports: {submissions: 465}}, mx2.test, {host: mx3.test}]\nports: {mx: 2525}"),
    [
      "submissions@mx1.test mx1.test mx1.test 465",
      "mx@mx2.test mx2.test mx2.test 2525",
      "mx@mx3.test mx3.test mx3.test 2525",
    ],
  );
});

Deno.test("readTargetFile() gives a socket to the first host", () => {
  assertEquals(endpointsOf("hosts: [mx1.test, mx2.test]\nports: {mx: 25, lmtp: /run/x.sock}"), [
    "mx@mx1.test mx1.test mx1.test 25",
    "lmtp@mx1.test mx1.test /run/x.sock",
    "mx@mx2.test mx2.test mx2.test 25",
  ]);
});

Deno.test("readTargetFile() names an endpoint of one host by its role, however the host is written", () => {
  assertEquals(endpointsOf("hosts: [mx1.test]"), endpointsOf("host: mx1.test"));
});

Deno.test("looksLikeTarget() tells target files by their host", () => {
  assertEquals(looksLikeTarget(nodeOf("host: x")), true);
  assertEquals(looksLikeTarget(nodeOf("hosts: [x]")), true);
  assertEquals(looksLikeTarget(nodeOf("title: x\ncases: []")), false);
  assertEquals(looksLikeTarget(nodeOf("[host]")), false);
});
