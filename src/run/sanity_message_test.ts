import { assertEquals, assertMatch } from "@std/assert";
import { lintId, lints } from "../judge/lint.ts";
import { type Answer, type Answers, close, nothing, type Script } from "../peer/script.ts";
import type { Report } from "../report/report.ts";
import type { Role } from "../smtp/role.ts";
import { type Mailbox, parseMail, plainMailbox } from "../targets/mailbox.ts";
import type { Target } from "../targets/target.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { accessOf, endpointsAt, readCases, runCases, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";
import type { SuiteOptions } from "./suite_options.ts";

const cases = readCases(`
title: What a message is needed for
cases:
  - {id: noop, must: answer, start: rcpt, send: NOOP, reply: 250}
  - {id: accepts, must: accept, start: data, risks: [delivers], message: {body: x}, reply: 250}
  - id: delivers
    must: deliver
    start: data
    risks: [delivers]
    steps:
      - {message: {body: x}, reply: 250}
      - delivered: {to: $rcpt, containing: $token}
`.trimStart());
const lintIds = lints.filter(({ topic, isOfSession }) => topic === "sanity" || isOfSession).map(lintId);
const deadlines = { connect: 90_000, greeting: 90_000, reply: 2_400, endOfData: 2_400, delivery: 800 };

interface Circumstances {
  readonly answers?: Answers;
  /** What becomes of a message that was accepted; absent: it lies in the mailbox. */
  readonly deliver?: (mail: string) => string | undefined;
  readonly role?: Role;
  readonly target?: Partial<Target>;
  readonly changes?: Partial<SuiteOptions>;
  readonly hasMailbox?: boolean;
}

async function runOn(
  { answers = {}, deliver = (mail) => mail, role = "mx", target, changes, hasMailbox = true }: Circumstances,
): Promise<{ readonly report: Report; readonly messages: readonly string[] }> {
  const inbox: string[] = [];
  const messages: string[] = [];
  const mailbox: Mailbox = {
    ...plainMailbox,
    get arrived() {
      return inbox.length;
    },
    find: (text, { after = 0 } = {}) =>
      Promise.resolve(inbox.slice(after).filter((mail) => mail.includes(text)).map(parseMail)),
  };
  const script: Script = {
    answers,
    deliver: (mail) => {
      messages.push(mail);
      const delivered = deliver(mail);
      if (delivered !== undefined) inbox.push(delivered);
      return Promise.resolve();
    },
  };
  const report = await inFastTime(8, (clock) =>
    withServer(script, (server) =>
      runCases(
        cases.map((each) => ({ ...each, ports: [role] })),
        targetAt(server, {
          endpoints: endpointsAt(server, [role]),
          deadlines,
          mailboxes: hasMailbox ? new Map([["alice@mx.test", accessOf(mailbox)]]) : new Map(),
          ...target,
        }),
        { lintIds, clock, ...changes },
      )));
  return { report, messages };
}

const verdictsOf = ({ results }: Report) =>
  Object.fromEntries(
    results.filter(({ area }) => area === "test").map(({ id, verdict }) => [id.slice("test/case/".length), verdict]),
  );
const failures = ({ results }: Report) => results.filter(({ verdict }) => verdict === "fail").map(({ id }) => id);
const allPass = { noop: "pass", accepts: "pass", delivers: "pass" } as const;

for (const role of ["mx", "lmtp"] as const) {
  Deno.test(`runSuite() sends a message at ${role} and finds it before the cases`, async () => {
    const { report, messages } = await runOn({ role });
    assertEquals(verdictsOf(report), allPass);
    assertEquals(report.sanityChecks.map(({ when, passed, obstacles }) => [when, passed, obstacles]), [
      ["first", true, undefined],
      ["last", true, undefined],
    ]);
    assertEquals(messages.filter((mail) => mail.includes("The sanity check of smtpspec")).length, 1);
  });
}

Deno.test("runSuite() judges nothing that is read back where no message arrives, and says what to mend", async () => {
  const { report } = await runOn({ deliver: () => undefined });
  assertEquals(verdictsOf(report), { ...allPass, delivers: "inconclusive" });
  const reason = "no mail arrives in the Maildir of alice@mx.test within 800 ms, though the server accepted it: " +
    "is --maildir right?";
  assertEquals(report.results.find(({ id }) => id === "test/case/delivers")?.reason, reason);
  assertEquals(report.results.find(({ id }) => id === "test/case/delivers")?.attempts, 0);
  assertEquals(report.sanityChecks[0]?.obstacles, [reason]);
  assertEquals(report.sanityChecks[0]?.transcript.some(({ on }) => on === "message"), true);
  assertEquals(failures(report), []);
});

const refused: readonly (readonly [what: string, answers: Answers, obstacle: RegExp])[] = [
  [
    "the server has no room",
    { ".": "452 4.3.1 full" },
    /not accepted: the end of data was answered by 452 4\.3\.1 full$/,
  ],
  ["the content is refused", { ".": "554 5.7.1 spam" }, /the end of data was answered by 554/],
  ["DATA is refused", { DATA: "451 4.3.0 later" }, /DATA was answered by 451/],
];

for (const [what, answers, obstacle] of refused) {
  Deno.test(`runSuite() judges nothing that needs an accepted message where ${what}`, async () => {
    const { report } = await runOn({ answers });
    assertEquals(verdictsOf(report), { noop: "pass", accepts: "inconclusive", delivers: "inconclusive" });
    assertMatch(report.sanityChecks[0]?.obstacles?.[0] ?? "", obstacle);
    assertEquals([report.sanityChecks[0]?.passed, failures(report)], [true, []]);
  });
}

const broken: readonly (readonly [what: string, answers: Answers, id: string, reason: RegExp])[] = [
  [
    "closes at the end of data",
    { ".": close("fin") },
    "replies/lint/closes-without-421",
    /after the end of data: what cannot be stored/,
  ],
  ["closes at DATA", { DATA: close("fin") }, "replies/lint/closes-without-421", /after DATA: no 421/],
  [
    "is silent at the end of data",
    { ".": nothing },
    "replies/lint/missing-reply",
    /^no reply within 14\.4 s after the end of data/,
  ],
];

for (const [what, answers, id, reason] of broken) {
  Deno.test(`runSuite() has one finding where the server ${what}`, async () => {
    const { report } = await runOn({ answers });
    assertEquals(failures(report), [id]);
    assertMatch(report.results.find((result) => result.id === id)?.reason ?? "", reason);
    assertEquals(verdictsOf(report), { noop: "pass", accepts: "inconclusive", delivers: "inconclusive" });
  });
}

Deno.test("runSuite() does not hold a close at the end of data against a server where it does not come again", async () => {
  const once: Answer = ({ turn }) => turn === 0 ? close("fin") : "250 taken";
  const { report } = await runOn({ answers: { ".": once } });
  assertEquals(failures(report), []);
});

Deno.test("runSuite() sends no message where none may be delivered, none is needed, or there is nobody to take it", async () => {
  const counts = await Promise.all([
    runOn({ changes: { termsFor: () => ({ allowed: ["heavy"], jobs: 4, delay: 0 }) } }),
    runOn({ changes: { lintIds: [], selects: (id) => id.endsWith("noop") } }),
    runOn({ target: { rcpt: undefined, rcpts: [] }, hasMailbox: false }),
  ].map(async (run) => (await run).messages.length));
  assertEquals(counts, [0, 0, 0]);
});
