import { assertEquals, assertMatch } from "@std/assert";
import { latin1 } from "../base/octets.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Answer, Script } from "../peer/script.ts";
import { turns } from "../peer/script.ts";
import { type Mailbox, plainMailbox } from "../targets/mailbox.ts";
import { openMaildir } from "../targets/maildir.ts";
import { defaultDeadlines } from "../targets/target.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { accessOf, playCase } from "../testing/runs.ts";

const isSentinel = (mail: string) => /^Subject: s/m.test(mail);
const send =
  "steps:\n  - {send: DATA, reply: 354}\n  - message:\n      header: {Subject: $token, X-A: one, X-a: two}\n" +
  "      body: |\n        first\n        .second\n    reply: 250\n";
const delivered = (more = "") => `${send}  - delivered: {to: $rcpt, containing: $token${more}}`;
const chunks = 'steps:\n  - {bdat: {text: "Subject: $token\\r\\n\\r\\nfirst\\r\\n"}, reply: 250}\n' +
  '  - {bdat: {text: "second\\r\\n", last: yes}, reply: 250}\n';

interface Delivery {
  readonly says: string;
  readonly body: string;
  /** How a message gets into the mailbox; the sentinel is always delivered as it is. */
  readonly copies?: (mail: string) => readonly string[];
  readonly answers?: Record<string, Answer>;
  readonly takesSentinel?: boolean;
  readonly verdict: Verdict;
  readonly reason?: RegExp;
  readonly key?: string;
}

const received = "from client.test by mx.test with ESMTP;\r\n\tMon, 1 Jan 2024 08:30:00 +0000";

const deliveries: readonly Delivery[] = [
  { says: "passes one message, once a later one has come too", body: delivered(), verdict: "pass" },
  { says: "passes at least one message", body: delivered(", count: 1.."), verdict: "pass" },
  {
    says: "fails a message that does not come, though a later one does",
    body: delivered(),
    copies: () => [],
    verdict: "fail",
    reason: /^not delivered, though a later message was$/,
    key: "delivered 0",
  },
  {
    says: "tells what else than the token was looked for",
    body: delivered().replace("containing: $token", "containing: x$token"),
    verdict: "fail",
    reason: /^not delivered with "x\$token" in it, though a later message was$/,
  },
  {
    says: "fails one message where two are to come",
    body: delivered(", count: 2.."),
    verdict: "fail",
    reason: /^only 1 delivered, though a later message was$/,
    key: "delivered 1",
  },
  {
    says: "fails a message that comes twice",
    body: delivered(),
    copies: (mail) => [mail, mail],
    verdict: "fail",
    reason: /^2 delivered$/,
    key: "delivered 2",
  },
  { says: "passes no message", body: delivered(", count: 0"), copies: () => [], verdict: "pass" },
  {
    says: "fails a message where none is to come",
    body: delivered(", count: 0"),
    verdict: "fail",
    reason: /^1 delivered$/,
  },
  {
    says: "is inconclusive when not even a plain message comes",
    body: delivered(", count: 0"),
    copies: () => [],
    takesSentinel: false,
    verdict: "inconclusive",
    reason: /^no mail arrives in the mailbox within 30 s, not even a plain message$/,
  },
  {
    says: "is inconclusive when the server does not take a plain message",
    body: delivered(),
    answers: { ".": turns("250 taken", "452 full") },
    verdict: "inconclusive",
    reason: /452/,
  },
  { says: "passes a body as it was sent", body: delivered(", count: 1.., body: as-sent"), verdict: "pass" },
  {
    says: "passes a body whose line ends are LF",
    body: delivered(", count: 1.., body: as-sent"),
    copies: (mail) => [mail.replaceAll("\r\n", "\n")],
    verdict: "pass",
  },
  {
    says: "fails a body with another line",
    body: delivered(", count: 1.., body: as-sent"),
    copies: (mail) => [mail.replace(".second", "..second")],
    verdict: "fail",
    reason: /^line 2 of the body is "\.\.second", not "\.second"$/,
    key: "body line",
  },
  {
    says: "passes a body as the case writes it",
    body: delivered(', count: 1.., body: "first\\n.second\\n"'),
    verdict: "pass",
  },
  {
    says: "fails a body that lacks a line",
    body: delivered(', count: 1.., body: "first\\n.second\\nthird\\n"'),
    verdict: "fail",
    reason: /^line 3 of the body is missing, not "third"$/,
  },
  {
    says: "passes header fields by their number, text and count",
    body: delivered(", count: 1.., headers: [{name: x-a, nth: 2, text: /^two$/, count: 2}, {name: Bcc, count: 0}]"),
    verdict: "pass",
  },
  {
    says: "fails a header field that does not fit",
    body: delivered(", count: 1.., headers: [{name: X-A, nth: 2, text: /^one$/}]"),
    verdict: "fail",
    reason: /^X-A is "two"$/,
    key: "header X-A text",
  },
  {
    says: "passes a header field as it is stored",
    body: delivered(", count: 1.., headers: [{name: x-a, raw: '/^X-a: two$/'}]"),
    verdict: "pass",
  },
  {
    says: "fails a header field that is stored in another form",
    body: delivered(", count: 1.., headers: [{name: x-a, nth: 2, raw: '/^X-a:two$/'}]"),
    verdict: "fail",
    reason: /^x-a is stored as "X-a: two"$/,
    key: "header x-a raw",
  },
  {
    says: "fails a header field that is not there",
    body: delivered(", count: 1.., headers: [{name: Received}]"),
    verdict: "fail",
    reason: /^there is no Received field$/,
    key: "header Received missing",
  },
  {
    says: "passes a header field that may be missing, whatever its text was to be",
    body: delivered(", count: 1.., headers: [{name: Sender, count: 0..1, text: /^x$/}]"),
    verdict: "pass",
  },
  {
    says: "fails a header field that may be missing and has another text",
    body: delivered(", count: 1.., headers: [{name: X-A, count: 0..2, text: /^three$/}]"),
    verdict: "fail",
    reason: /^X-A is "one", "two"$/,
  },
  {
    says: "fails a number of header fields",
    body: delivered(", count: 1.., headers: [{name: X-A, count: 1}]"),
    verdict: "fail",
    reason: /^there are 2 X-A fields$/,
    key: "header X-A count 2",
  },
  {
    says: "counts only fields that contain a text",
    body: delivered(
      ", count: 1.., headers: [{name: any, containing: TWO, count: 1}, {name: X-A, containing: [o, w], count: 1}]",
    ),
    verdict: "pass",
  },
  {
    says: "fails fields that contain a text",
    body: delivered(", count: 1.., headers: [{name: any, containing: [two], count: 0}]"),
    verdict: "fail",
    reason: /^there are 1 fields with two, the first is X-a: "two"$/,
  },
  {
    says: "passes a field above another, or where there is no other",
    body: delivered(", count: 1.., headers: [{name: Subject, before: X-A}, {name: Subject, before: Bcc}]"),
    verdict: "pass",
  },
  {
    says: "fails a field below another",
    body: delivered(", count: 1.., headers: [{name: X-A, before: Subject}]"),
    verdict: "fail",
    reason: /^the first X-A field stands below Subject$/,
    key: "header X-A order",
  },
  {
    says: "passes the trace that servers left, clause by clause",
    body: delivered(", count: 1.., received: {of: $client, with: ESMTP, date: valid}, return_path: <$from>"),
    copies: (mail) => [`Return-Path: <Sender@client.test>\r\nReceived: ${received}\r\n${mail}`],
    verdict: "pass",
  },
  {
    says: "fails a Received field whose clause is another",
    body: delivered(", count: 1.., received: {of: $client, with: [SMTP, absent]}"),
    copies: (mail) => [`Received: ${received}\r\n${mail}`],
    verdict: "fail",
    reason: /^WITH is ESMTP, not SMTP or absent: "from client\.test by mx\.test with ESMTP; /,
  },
  {
    says: "fails another path in Return-Path",
    body: delivered(", count: 1.., return_path: [<$from>, absent]"),
    copies: (mail) => [`Return-Path: <>\r\n${mail}`],
    verdict: "fail",
    reason: /^Return-Path is "<>", not <sender@client\.test> or absent$/,
  },
  {
    says: "passes a body whose chunks were joined as they were sent",
    body: `${chunks}  - delivered: {to: $rcpt, containing: $token, count: 1.., body: as-sent}`,
    verdict: "pass",
  },
  {
    says: "fails a body that lacks a chunk",
    body: `${chunks}  - delivered: {to: $rcpt, containing: $token, count: 1.., body: as-sent}`,
    copies: (mail) => [mail.replace("second\r\n", "")],
    verdict: "fail",
    reason: /^line 2 of the body is missing, not "second"$/,
  },
  {
    says: "passes a body with one more empty line at its end",
    body: delivered(", count: 1.., body: as-sent"),
    copies: (mail) => [`${mail}\n`],
    verdict: "pass",
  },
  {
    says: "fails a body with two more empty lines at its end",
    body: delivered(", count: 1.., body: as-sent"),
    copies: (mail) => [`${mail}\r\n\r\n`],
    verdict: "fail",
    reason: /^2 empty lines end the body, not 0$/,
    key: "body end",
  },
  {
    says: "is inconclusive when a check before the test is not met",
    body: delivered(", count: 0, otherwise: inconclusive"),
    verdict: "inconclusive",
    reason: /^1 delivered, so that nothing can be concluded$/,
  },
  {
    says: "is inconclusive about a mailbox that cannot be read back",
    body: `${send}  - delivered: {to: bob@mx.test, containing: $token}`,
    verdict: "inconclusive",
    reason: /^the mailbox of bob@mx\.test cannot be read back$/,
  },
  {
    says: "leaves a read-back out when its gate does not hold",
    body: `${send}  - {when: foreign_rcpt, delivered: {to: bob@mx.test, containing: $token}}`,
    verdict: "pass",
  },
];

for (
  const { says, body, copies = (mail: string) => [mail], answers = {}, takesSentinel = true, ...wanted } of deliveries
) {
  Deno.test(`playRun() reads mail back: ${says}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.mkdir(`${folder}/new`);
      await Deno.writeTextFile(`${folder}/new/0`, "Subject: token1x\r\n\r\nold mail\r\n");
      let count = 0;
      const script: Script = {
        answers,
        deliver: async (mail) => {
          const all = isSentinel(mail) ? takesSentinel ? [mail] : [] : copies(mail);
          for (const each of all) await Deno.writeFile(`${folder}/new/${++count}`, latin1(each));
        },
      };
      const mailbox = await openMaildir(folder);
      const { outcome } = await inFastTime(50, (clock) =>
        playCase(`start: rcpt\nrisks: [delivers]\n${body}`, script, {
          target: {
            deadlines: { connect: 500_000, greeting: 500_000, reply: 500_000, endOfData: 500_000, delivery: 30_000 },
            mailboxes: new Map([["alice@mx.test", accessOf(mailbox)]]),
          },
          env: { clock, mailboxes: new Map([["alice@mx.test", mailbox]]) },
        }));
      const told = `${outcome.verdict}: ${outcome.reason}`;
      assertEquals(outcome.verdict, wanted.verdict, told);
      assertEquals(wanted.reason?.test(outcome.reason ?? "") ?? outcome.reason === undefined, true, told);
      if (wanted.key !== undefined) assertEquals(outcome.deviation?.key, wanted.key);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("a delivered that cannot be searched is inconclusive, and says why", async () => {
  const mailbox: Mailbox = {
    ...plainMailbox,
    arrived: 0,
    find: () => Promise.resolve({ kind: "problem", message: "Permission denied\x1b[1m" }),
  };
  const { outcome } = await playCase(
    "risks: delivers\nsteps:\n  - {send: NOOP, delivered: {to: $rcpt, containing: x}}",
    {},
    { env: { mailboxes: new Map([["alice@mx.test", mailbox]]) } },
  );
  assertEquals([outcome.verdict, outcome.reason], [
    "inconclusive",
    "the mailbox cannot be searched: Permission denied\\x1b[1m",
  ]);
});

for (
  const [what, body, shown, verdict] of [
    ["a bare CR", "a\\rb\\n", "a\nb\n", "inconclusive"],
    ["no bare CR", "ab\\n", "a\nb\n", "fail"],
  ] as const
) {
  Deno.test(`a body with ${what} that differs is ${verdict} where the mailbox may not show it as stored`, async () => {
    const mailbox: Mailbox = {
      ...plainMailbox,
      unshown: /\r(?!\n)/,
      arrived: 0,
      find: () => Promise.resolve([{ header: [], body: shown }]),
    };
    const { outcome } = await playCase(
      `risks: delivers\nsteps:\n  - {send: NOOP, delivered: {to: $rcpt, containing: x, count: 1.., body: "${body}"}}`,
      {},
      { env: { mailboxes: new Map([["alice@mx.test", mailbox]]) } },
    );
    assertEquals(outcome.verdict, verdict, outcome.reason);
    const reason = /^line 1 of the body is "a", not "a\\rb", but with a bare CR or NUL in it/;
    if (verdict === "inconclusive") assertMatch(outcome.reason ?? "", reason);
  });
}

Deno.test("a search of a mailbox that does not end is given up after the time that a delivery may take", async () => {
  const mailbox: Mailbox = {
    ...plainMailbox,
    arrived: 0,
    find: (_, { signal } = {}) =>
      new Promise((resolve) => {
        signal?.addEventListener("abort", () => resolve({ kind: "problem", message: "no time" }));
      }),
  };
  const { outcome } = await playCase(
    "risks: delivers\nsteps:\n  - {send: NOOP, delivered: {to: $rcpt, containing: x}}",
    {},
    {
      env: { mailboxes: new Map([["alice@mx.test", mailbox]]) },
      target: { deadlines: { ...defaultDeadlines, delivery: 50 } },
    },
  );
  assertEquals([outcome.verdict, outcome.reason], ["inconclusive", "the mailbox cannot be searched: no time"]);
});
