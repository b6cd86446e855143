import { assertEquals, assertMatch } from "@std/assert";
import { type Answer, type Answers, close, nothing, type Script, turns } from "../peer/script.ts";
import { acceptsLogin } from "../peer/scripted_auth.ts";
import type { Report } from "../report/report.ts";
import type { Role } from "../smtp/role.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { endpointsAt, readCases, runCases, targetAt, texts } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";

/** Cases that test a tool, that need one, and that need none. */
const cases = readCases(`
title: Tools
cases:
  - {id: noop, must: answer NOOP, tests: NOOP, send: NOOP, reply: 250}
  - {id: rset, must: answer RSET, tests: RSET, start: mail, send: RSET, reply: 250}
  - {id: clears, must: clear the sender, tests: RSET, start: mail, given: [RSET], send: "MAIL FROM:<$from>", reply: 250}
  - {id: quit, must: answer QUIT, tests: QUIT, send: QUIT, reply: 221}
  - {id: other, must: answer, send: VRFY x, reply: 252}
  - {id: sees, must: refuse it, steps: [{send: FOO, reply: 500}, {send: NOOP, reply: 250}]}
  - {id: argument, must: answer, send: NOOP x, reply: 250}
  - {id: in-a-transaction, must: answer, start: mail, steps: [{send: VRFY x, reply: 252}, {send: NOOP, reply: 250}]}
  - {id: ends, must: answer, start: mail, send: RSET, reply: 250}
  - {id: set-up, must: answer, start: mail, given: [RSET], send: VRFY x, reply: 252}
  - {id: to-the-end, must: answer once, send: VRFY x, until_quit: [252]}
`.trimStart());
const nameOf = ({ id }: { readonly id: string }) => id.slice(id.lastIndexOf("/") + 1);
const long = 400_000; // twenty real seconds: on a busy machine too, nothing that comes at all takes so long
const deadlines = { connect: long, greeting: long, reply: long, endOfData: long, delivery: long };

interface Changes {
  readonly reply?: number;
  readonly lintIds?: readonly string[];
}

/** Runs all cases; the runner's waits go twenty times as fast. */
function runAt(answers: Answers, { reply = long, lintIds = [] }: Changes = {}): Promise<Report> {
  return inFastTime(
    20,
    (clock) =>
      withServer(
        { answers },
        (server) =>
          runCases(cases, targetAt(server, { deadlines: { ...deadlines, reply } }), { jobs: 16, clock, lintIds }),
      ),
  );
}

/** Gives the names of results with a verdict. */
function named(report: Report, verdict: string): string[] {
  return report.results.filter((result) => result.verdict === verdict).map(nameOf);
}

const reasonOf = (report: Report, name: string) => report.results.find((each) => nameOf(each) === name)?.reason ?? "";

/** Wrong answers, and the words in which a reason has them. */
const wrong: readonly (readonly [says: string, answer: Answer, words: RegExp])[] = [
  ["502", "502 no", /was answered by 502 no$/],
  ["252", "252 perhaps", /was answered by 252 perhaps$/],
  ["no reply", "hello?", /was answered by hello\?/],
  ["a close", close("fin"), /was not answered: the server closed \(FIN\)$/],
  ["silence", nothing, /was not answered: no reply within 20\.0 s$/],
];

for (const [says, answer, words] of wrong) {
  const changes = says === "silence" ? { reply: 20_000 } : {};

  Deno.test(`runSuite() accuses a server that answers NOOP by ${says} in cases about NOOP alone`, async () => {
    const report = await runAt({ NOOP: answer }, changes);
    assertEquals(named(report, "fail"), ["noop"]);
    assertEquals(named(report, "inconclusive"), ["argument", "in-a-transaction"]);
    assertMatch(reasonOf(report, "argument"), /^NOOP, by which this case sees how the session goes on, was /);
    assertMatch(reasonOf(report, "argument"), words);
    assertEquals(report.sanityChecks.map(({ passed }) => passed), [true, true]);
  });

  Deno.test(`runSuite() accuses a server that answers RSET by ${says} in cases about RSET alone`, async () => {
    const report = await runAt({ RSET: answer }, changes);
    assertEquals(named(report, "fail"), ["rset"]);
    assertEquals(named(report, "inconclusive"), ["clears", "ends", "set-up"]);
    assertMatch(reasonOf(report, "ends"), /^RSET, by which this case ends a transaction, was /);
    assertMatch(reasonOf(report, "ends"), words);
    assertEquals(report.sanityChecks.map(({ passed }) => passed), [true, true]);
  });

  Deno.test(`runSuite() accuses a server that answers QUIT by ${says} in cases about QUIT alone`, async () => {
    const report = await runAt({ QUIT: answer }, changes);
    assertEquals(named(report, "fail"), ["quit"]);
    assertEquals(named(report, "inconclusive"), ["to-the-end"]);
    assertMatch(reasonOf(report, "to-the-end"), words);
  });
}

for (
  const [says, answer] of [
    ["several replies", ["250 one", "250 two", "221 bye", close("fin")]],
    ["several replies and no 221", ["250 one", "250 two", close("fin")]],
    ["what is no reply", ["hello?", "221 bye", close("fin")]],
  ] as const
) {
  Deno.test(`runSuite() accuses a server that answers QUIT by ${says} in cases about QUIT and by the linter alone`, async () => {
    const report = await runAt({ QUIT: answer }, { lintIds: ["replies/lint/unsolicited"] });
    const isLint = says.startsWith("several");
    assertEquals(named(report, "fail"), ["quit", ...isLint ? ["unsolicited"] : []]);
    assertEquals(named(report, "inconclusive"), ["to-the-end"]);
  });
}

Deno.test("runSuite() accuses a case after which QUIT has more replies than it has without the case", async () => {
  const report = await runAt({ VRFY: ["252 who knows", "252 I do not"] });
  assertEquals(named(report, "fail"), ["other", "in-a-transaction", "set-up", "to-the-end"]);
});

Deno.test("runSuite() holds a RSET for broken that leaves the transaction open", async () => {
  const opened = new Set<number>();
  const mail: Answer = ({ connection }) => opened.has(connection) ? "503 nested" : (opened.add(connection), "250 ok");
  const report = await runAt({ MAIL: mail });
  assertEquals(named(report, "fail"), ["clears"]);
  assertEquals(named(report, "inconclusive"), ["ends", "set-up"]);
  assertMatch(reasonOf(report, "ends"), /, left the transaction open: MAIL was answered by 503 nested$/);
});

Deno.test("runSuite() sends RSET in place of a broken NOOP outside transactions, and says so", async () => {
  const report = await runAt({ NOOP: "502 no" });
  const result = report.results.find((each) => nameOf(each) === "sees");
  assertEquals(result?.verdict, "pass");
  assertEquals(result?.notes, ["RSET is sent in place of NOOP, which was answered by 502 no before the cases"]);
  assertEquals(texts({ transcript: result?.transcript ?? [] }, "sent").includes("RSET\\r\\n"), true);
});

Deno.test("runSuite() sends no RSET in place of NOOP where both are broken", async () => {
  const report = await runAt({ NOOP: "502 no", RSET: "502 no" });
  assertEquals(named(report, "fail"), ["noop", "rset"]);
  assertEquals(named(report, "pass"), ["quit", "other", "to-the-end"]);
});

Deno.test("runSuite() asks once more for a tool that was answered wrongly, and believes the second answer", async () => {
  const report = await runAt({ NOOP: turns("451 not now", "250 ok"), RSET: turns(close("reset"), "250 ok") });
  assertEquals(named(report, "pass").length, cases.length);
});

Deno.test("runSuite() does not hold a 421 for a broken tool", async () => {
  const asked = 4; // connections: the sanity check, the probe, and two that ask
  const report = await runAt({
    NOOP: ({ connection }) => connection <= asked ? ["421 later", close("fin")] : "250 ok",
  });
  assertEquals(named(report, "pass").length, cases.length);
});

Deno.test("runSuite() asks for no tool that no case needs", async () => {
  const other = cases.filter((each) => nameOf(each) === "other");
  const asked = await withServer({ answers: { NOOP: "502 no" } }, async (server) => {
    await runCases(other, targetAt(server));
    return server.sessions.length;
  });
  assertEquals(asked, 6); // two sanity checks, two at a time, the probe, the case
});

/** A submission server that wants TLS first (RFC 3207 §4): all but NOOP, EHLO, STARTTLS and QUIT is refused. */
const wantsTls: Script = {
  offers: ["STARTTLS", "AUTH LOGIN"],
  answers: {
    RSET: ({ isInTls }) => isInTls ? "250 ok" : "530 TLS first",
    MAIL: ({ isInTls }) => isInTls ? "250 ok" : "530 TLS first",
    AUTH: acceptsLogin({ user: "alice", pass: "correct horse" }),
  },
};

Deno.test("runSuite() holds a tool for broken in the states of a session in which it is", async () => {
  const roles: readonly Role[] = ["submission"];
  const read = readCases(`
title: Tools
cases:
  - {id: clear, must: answer, steps: [{send: FOO, reply: 500}, {send: RSET, reply: 250}]}
  - {id: tls, must: answer, with: [tls], steps: [{send: FOO, reply: 500}, {send: RSET, reply: 250}]}
  - {id: login, must: answer, start: mail, steps: [{send: FOO, reply: 500}, {send: RSET, reply: 250}]}
`.trimStart());
  const report = await withServer(wantsTls, (server) => {
    const user = { user: "alice", pass: "correct horse" };
    return runCases(read, targetAt(server, { endpoints: endpointsAt(server, roles), ...user }));
  });
  assertEquals(report.results.map((result) => [nameOf(result), result.verdict]), [
    ["clear", "inconclusive"],
    ["tls", "pass"],
    ["login", "pass"],
  ]);
});
