import { assertEquals, assertMatch } from "@std/assert";
import type { PlainProblem } from "../base/problem.ts";
import type { ImapPlace } from "../imap/log_in.ts";
import { type ImapScript, type ScriptedImap, startImap } from "../peer/scripted_imap.ts";
import { certificates } from "../testing/scripted_server.ts";
import { findObstacle, openImap } from "./imap.ts";
import type { DeliveredMail, Mailbox } from "./mailbox.ts";

const mail = (subject: string) => `Subject: ${subject}\r\n\r\nbody of ${subject}\r\n`;
const subjects = (found: DeliveredMail[] | PlainProblem) =>
  Array.isArray(found) ? found.map(({ header }) => header[0]?.value) : found.message;

const placeAt = (port: number, changes: Partial<ImapPlace> = {}): ImapPlace => ({
  addresses: ["127.0.0.1"],
  port,
  host: "mx.test",
  isTls: false,
  isLoopback: true,
  ca: certificates.root,
  user: "alice",
  pass: "secret word",
  folder: "INBOX",
  ...changes,
});

/** Starts a server, hands it to the test, and stops it whatever the outcome. */
async function withImap(
  script: ImapScript,
  messages: readonly string[],
  test: (server: ScriptedImap) => Promise<void>,
): Promise<void> {
  const server = await startImap(script, messages);
  try {
    await test(server);
  } finally {
    await server.stop();
  }
}

/** Opens the mailbox of a server, hands it to the test, and closes it. */
function withMailbox(
  script: ImapScript,
  messages: readonly string[],
  test: (mailbox: Mailbox, server: ScriptedImap) => Promise<void>,
): Promise<void> {
  return withImap(script, messages, async (server) => {
    const mailbox = await openImap(placeAt(server.port));
    try {
      await test(mailbox, server);
    } finally {
      await mailbox.close();
    }
  });
}

Deno.test("openImap() finds what has arrived since, by a text, and fetches each message once", async () => {
  await withMailbox({}, [mail("old")], async (mailbox, server) => {
    assertEquals(await mailbox.find("body"), []);
    server.messages.push(mail("one"), mail("two"));
    assertEquals(subjects(await mailbox.find("body")), ["one", "two"]);
    assertEquals(subjects(await mailbox.find("of two")), ["two"]);
    assertEquals([mailbox.arrived, subjects(await mailbox.find("body", { after: 1 }))], [2, ["two"]]);
    assertEquals(server.lines.filter((line) => line.includes("BODY")), ["UID FETCH 2,3 (UID BODY.PEEK[])"]);
    assertEquals(server.connections, 1);
  });
});

Deno.test("openImap() gives the octets as the server sends them", async () => {
  const odd = "A: \xff\x80\r\n b\r\n\r\n..\r\n)\r\n{5}\r\n\r\n";
  await withMailbox({}, [], async (mailbox, server) => {
    server.messages.push(odd);
    const expected = [{
      header: [{ name: "A", value: "\xff\x80 b", raw: "A: \xff\x80\n b" }],
      body: "..\r\n)\r\n{5}\r\n\r\n",
    }];
    assertEquals(await mailbox.find(""), expected);
  });
});

Deno.test("openImap() opens a connection that was lost again, and finds what arrived meanwhile", async () => {
  await withMailbox({}, [mail("old")], async (mailbox, server) => {
    server.messages.push(mail("one"));
    assertEquals(subjects(await mailbox.find("body")), ["one"]);
    server.drop();
    server.messages.push(mail("two"));
    assertEquals(subjects(await mailbox.find("body")), ["one", "two"]);
    assertEquals(server.connections, 2);
  });
});

Deno.test("openImap() finds a message that the server speaks of in the answer to another command", async () => {
  let isHidden = true;
  const answer: ImapScript["answer"] = ({ line, count }) => {
    if (line !== "NOOP") return undefined;
    if (!isHidden) return "TAG OK\r\n";
    isHidden = false;
    return `* ${count} EXISTS\r\nTAG OK\r\n`;
  };
  await withMailbox({ answer }, [], async (mailbox, server) => {
    server.messages.push(mail("one"));
    assertEquals(subjects(await mailbox.find("body")), ["one"]);
    assertEquals(subjects(await mailbox.find("body")), ["one"]);
  });
});

Deno.test("openImap() needs no UIDNEXT", async () => {
  const answer: ImapScript["answer"] = ({ line }) =>
    line.startsWith("EXAMINE") ? "* 1 EXISTS\r\n* OK [UIDVALIDITY 7]\r\nTAG OK\r\n" : undefined;
  await withMailbox({ answer }, [mail("old")], async (mailbox, server) => {
    server.messages.push(mail("one"));
    assertEquals(subjects(await mailbox.find("body")), ["one"]);
  });
});

Deno.test("openImap() reads no mailbox that was made anew", async () => {
  const answer: ImapScript["answer"] = ({ line, connection }) =>
    line.startsWith("EXAMINE") && connection > 1 ? "* OK [UIDVALIDITY 8]\r\nTAG OK\r\n" : undefined;
  await withMailbox({ answer }, [], async (mailbox, server) => {
    server.drop();
    assertMatch(String(subjects(await mailbox.find("x"))), /made anew while it was read/);
  });
});

Deno.test("openImap() says whenever it is searched that it could not be opened, and does not log in again", async () => {
  await withImap({ pass: "another" }, [], async (server) => {
    const mailbox = await openImap(placeAt(server.port));
    assertMatch(String(subjects(await mailbox.find("x"))), /it refused the login of alice/);
    assertMatch(String(subjects(await mailbox.find("x"))), /it refused the login of alice/);
    assertEquals([server.connections, mailbox.arrived], [1, 0]);
    await mailbox.close();
  });
});

Deno.test("a search that takes too long is given up", async () => {
  const answer: ImapScript["answer"] = ({ line }) => line === "NOOP" ? "silence" : undefined;
  await withMailbox({ answer }, [], async (mailbox, server) => {
    const found = await mailbox.find("x", { signal: AbortSignal.timeout(20) });
    assertEquals(subjects(found), "it was not read to its end in time");
    server.drop();
  });
});

Deno.test("openImap() fetches a large message each time that it is looked for, and none of the others again", async () => {
  const large = `Subject: large\r\n\r\n${"x".repeat(5_000_000)}\r\nbody\r\n`;
  await withMailbox({}, [], async (mailbox, server) => {
    server.messages.push(mail("one"), large);
    assertEquals(subjects(await mailbox.find("body")), ["one", "large"]);
    assertEquals(subjects(await mailbox.find("body")), ["one", "large"]);
    const fetched = server.lines.filter((line) => line.includes("BODY"));
    assertEquals(fetched, ["1", "2", "2"].map((uid) => `UID FETCH ${uid} (UID BODY.PEEK[])`));
  });
});

Deno.test("openImap() leaves a message aside that is gone before it is read", async () => {
  const answer: ImapScript["answer"] = ({ line }) =>
    line === "UID FETCH 1 (UID BODY.PEEK[])" ? "TAG OK\r\n" : undefined;
  await withMailbox({ answer }, [], async (mailbox, server) => {
    server.messages.push(mail("one"));
    assertEquals(await mailbox.find("body"), []);
    server.messages.push(mail("two"));
    assertEquals([subjects(await mailbox.find("body")), mailbox.arrived], [["two"], 2]);
  });
});

Deno.test("openImap() says why it cannot be searched, and is searched again", async () => {
  let refusals = 1;
  const answer: ImapScript["answer"] = ({ line }) =>
    line.startsWith("UID FETCH 1:*") && refusals-- > 0 ? "TAG NO not now\r\n" : undefined;
  await withMailbox({ answer }, [], async (mailbox, server) => {
    server.messages.push(mail("one"));
    assertEquals(subjects(await mailbox.find("body")), "it refused FETCH: not now");
    assertEquals(subjects(await mailbox.find("body")), ["one"]);
  });
});

const lies: readonly (readonly [what: string, text: string, why: RegExp])[] = [
  [
    "more octets than it announced",
    `* 1 FETCH (UID 1 BODY[] {300000}\r\n${"x".repeat(300_000)})\r\nTAG OK\r\n`,
    /more than was asked/,
  ],
  ["a message without end", `* 1 FETCH (UID 1 BODY[] {99999999}\r\n`, /a literal of 99999999 octets/],
  ["nonsense", "hello\r\n", /what is no answer to UID: hello/],
  ["nothing more", "close", /closed the connection|connection was lost/],
];

for (const [what, text, why] of lies) {
  Deno.test(`openImap() comes to an end where a server sends ${what} in place of a message`, async () => {
    const answer: ImapScript["answer"] = ({ line }) => line.includes("BODY") ? text : undefined;
    await withMailbox({ answer }, [], async (mailbox, server) => {
      server.messages.push(mail("one"));
      assertMatch(String(subjects(await mailbox.find("body"))), why);
      assertEquals(server.connections, 2); // it was tried once more
    });
  });
}

const identity = { key: certificates.key, cert: certificates.mx };

const good: readonly (readonly [what: string, script: ImapScript, place: Partial<ImapPlace>])[] = [
  ["in the clear on loopback", {}, {}],
  ["by LOGIN", { capabilities: "IMAP4rev1" }, {}],
  ["by STARTTLS", { capabilities: "IMAP4rev1 STARTTLS AUTH=PLAIN", identity }, { isLoopback: false }],
  ["inside TLS", { isImplicitTls: true, identity }, { isTls: true, isLoopback: false }],
  ["with any certificate on loopback", { isImplicitTls: true, identity }, { isTls: true, host: "other.test" }],
  ["that is open already", { answer: ({ line }) => line === "" ? "* PREAUTH hi\r\n" : undefined }, { pass: "wrong" }],
];

for (const [what, script, place] of good) {
  Deno.test(`findObstacle() finds none in a mailbox ${what}`, async () => {
    await withImap(script, [], async (server) => {
      assertEquals(await findObstacle(placeAt(server.port, place)), undefined);
      assertEquals(server.lines.at(-1), "LOGOUT");
    });
  });
}

/** Answers one command otherwise; "" is the greeting. */
const on = (command: string, answer: string): ImapScript => ({
  answer: ({ line }) => line.split(" ")[0] === command ? answer : undefined,
});

const bad: readonly (readonly [what: string, script: ImapScript, place: Partial<ImapPlace>, why: RegExp])[] = [
  ["a wrong password", {}, { pass: "another" }, /^it refused the login of alice: \[AUTHENTICATIONFAILED\] wrong$/],
  ["a mailbox that is not there", on("EXAMINE", "TAG NO no such\r\n"), {}, /^it refused the mailbox INBOX: no such$/],
  [
    "an SMTP server",
    on("", "220 mx.test ESMTP\r\n"),
    {},
    /^it does not greet as an IMAP server does: 220 mx\.test ESMTP$/,
  ],
  ["a POP3 server", on("", "+OK hi\r\n"), {}, /^it does not greet as an IMAP server does: \+OK hi$/],
  ["a server that is busy", on("", "* BYE come later\r\n"), {}, /^it greets with BYE: come later$/],
  ["a server that closes", on("", "close"), {}, /^it closed the connection$|^the connection was lost/],
  ["no TLS where it should be", {}, { isTls: true }, /spoke in the clear/],
  ["no STARTTLS off loopback", {}, { isLoopback: false }, /^it offers no STARTTLS, and the password is not sent/],
  [
    "a certificate for other names",
    { isImplicitTls: true, identity },
    { isTls: true, isLoopback: false, host: "other.test" },
    /^its certificate is for other names than other\.test, and the password is sent to nobody else$/,
  ],
  [
    "a certificate that nobody trusts",
    { isImplicitTls: true, identity },
    { isTls: true, isLoopback: false, ca: undefined },
    /^its certificate is not trusted \(/,
  ],
  [
    "no mechanism",
    { capabilities: "IMAP4rev1 LOGINDISABLED AUTH=X" },
    {},
    /^it offers neither AUTH=PLAIN nor .*AUTH=X$/,
  ],
  ["a literal without end", on("CAPABILITY", "* CAPABILITY {99999999999}\r\n"), {}, /a literal of 99999999999 octets/],
  ["a flood", on("CAPABILITY", "* OK x\r\n".repeat(200_000)), {}, /^it sends more than was asked for$/],
  ["nonsense", on("CAPABILITY", "what?\r\n"), {}, /^it sent what is no answer to CAPABILITY: what\?$/],
  ["the answer to another command", on("CAPABILITY", "A9 OK\r\n"), {}, /^it sent what is no answer to CAPABILITY/],
  ["BAD", on("CAPABILITY", "TAG BAD \x1b[1m\r\n"), {}, /^it refused CAPABILITY: \\x1b\[1m$/],
  ["the password", on("AUTHENTICATE", "TAG NO not secret word\r\n"), {}, /^it refused the login of alice: not \*\*\*$/],
];

for (const [what, script, place, why] of bad) {
  Deno.test(`findObstacle() says that there is ${what}`, async () => {
    await withImap(script, [], async (server) => {
      const found = await findObstacle(placeAt(server.port, place));
      assertMatch(found?.why ?? "", why);
    });
  });
}

Deno.test("findObstacle() sends no password where TLS begins with octets in the clear", async () => {
  const script: ImapScript = {
    capabilities: "IMAP4rev1 STARTTLS AUTH=PLAIN",
    identity,
    answer: ({ line }) => line === "STARTTLS" ? "TAG OK go on\r\n* CAPABILITY AUTH=PLAIN\r\n" : undefined,
  };
  await withImap(script, [], async (server) => {
    const found = await findObstacle(placeAt(server.port, { isLoopback: false }));
    assertMatch(found?.why ?? "", /^it sent something in the clear where TLS was to begin$/);
    assertEquals(server.lines.some((line) => line.startsWith("AUTH")), false);
  });
});

Deno.test("findObstacle() says that nobody listens", async () => {
  const server = await startImap({});
  await server.stop();
  const found = await findObstacle(placeAt(server.port));
  assertEquals([found?.why, found?.isForGood, found?.isLoginRefused], ["the connection was refused", false, false]);
});
