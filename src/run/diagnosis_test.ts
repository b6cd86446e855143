import { assertEquals, assertMatch } from "@std/assert";
import { lintId, lints } from "../judge/lint.ts";
import { type Answer, type Answers, close, nothing, octets, pause, turns } from "../peer/script.ts";
import type { Report, Result } from "../report/report.ts";
import { withServer } from "../testing/scripted_server.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { readCases, runCases, targetAt } from "../testing/runs.ts";

const cases = readCases("title: t\ncases:\n  - {id: it, must: answer, start: rcpt, send: NOOP, reply: 250}\n");
const lintIds = [
  ...["reply-form", "greets-first", "space-after-colon"].map((rule) => `sanity/${rule}`),
  "replies/lint/closes-without-421",
  "replies/lint/missing-reply",
];
const deadlines = { connect: 90_000, greeting: 2_400, reply: 2_400, endOfData: 90_000, delivery: 90_000 };

function runOn(answers: Answers, ids = lintIds): Promise<Report> {
  return inFastTime(8, (clock) =>
    withServer(
      { answers },
      (server) => runCases(cases, targetAt(server, { deadlines }), { lintIds: ids, clock }),
    ));
}

const sanity = ({ results }: Report) => results.filter(({ id }) => lintIds.includes(id));
const failures = (report: Report) => sanity(report).filter(({ verdict }) => verdict === "fail");

/** Understands a command only with a space after its colon. */
const onlySpaced: Answer = ({ line }) => line.includes(": <") ? "250 ok" : "501 5.5.4 syntax";

const found: readonly (readonly [what: string, answers: Answers, rule: string, reason: RegExp])[] = [
  ["an empty line before the greeting", { connect: octets("\r\n220 mx.test\r\n") }, "reply-form", /an empty line/],
  ["a greeting that is no reply", { connect: "SSH-2.0-x" }, "reply-form", /SSH-2\.0.*three digits/],
  ["a greeting without an end", { connect: octets("220 mx.test") }, "reply-form", /no end/],
  ["a malformed answer to EHLO", { EHLO: "OK" }, "reply-form", /OK.*three digits/],
  [
    "a greeting that waits for the client",
    { connect: nothing, EHLO: ["220 mx.test", "250 mx.test"] },
    "greets-first",
    /^received 220 mx\.test.*until the client had spoken, in the sanity check of mx$/,
  ],
  ["MAIL that needs a space", { MAIL: onlySpaced }, "space-after-colon", /^received 501.*"MAIL FROM: <sender/],
  ["RCPT that needs a space", { RCPT: onlySpaced }, "space-after-colon", /^received 501.*"RCPT TO: <alice/],
  [
    "a close at EHLO",
    { EHLO: close("fin") },
    "closes-without-421",
    /^the server closed \(FIN\) after EHLO client\.test: no 421/,
  ],
  ["a reset at MAIL", { MAIL: close("reset") }, "closes-without-421", /after MAIL FROM/],
  ["silence after RCPT", { RCPT: nothing }, "missing-reply", /^no reply within 14\.4 s after RCPT/],
];

for (const [what, answers, rule, reason] of found) {
  Deno.test(`runSuite() fails ${rule} for ${what}`, async () => {
    const report = await runOn(answers);
    assertEquals(failures(report).map(({ id }) => id.split("/").at(-1)), [rule]);
    const [result] = failures(report);
    assertMatch(result?.reason ?? "", reason);
    assertEquals(report.sanityChecks.map(({ passed }) => passed), [false]);
    const { event = -1 } = result?.deviation ?? {};
    assertEquals(["received", "closed", "sent"].includes(result?.transcript[event]?.kind ?? ""), true);
  });
}

const accused: readonly (readonly [what: string, answers: Answers])[] = [
  ["a close in place of the greeting", { connect: close("fin") }],
  ["a refused session", { connect: "554 no" }],
  ["a server that never greets", { connect: nothing, EHLO: nothing }],
  ["a greeting that is late", { connect: [pause(4_800), "220 mx.test"] }],
  ["a server that refuses early clients", { connect: nothing, EHLO: "554 you spoke first" }],
  ["a close at EHLO that does not come again", { EHLO: turns(close("fin"), close("fin"), "250 mx.test") }],
  ["a close after a 421", { MAIL: ["421 4.3.2 later", close("fin")] }],
  ["a refused name", { EHLO: "550 no" }],
  ["a sender that is refused by policy", { MAIL: "550 5.7.1 no" }],
  ["a sender that is refused with a space too", { MAIL: "501 5.1.7 no" }],
  ["a recipient that is unknown", { RCPT: "550 5.1.1 no" }],
  ["greylisting", { RCPT: "450 4.2.0 later" }],
  ["silence after RCPT that ends", { RCPT: ({ turn }) => turn < 2 ? nothing : "250 ok" }],
];

for (const [what, answers] of accused) {
  Deno.test(`runSuite() fails no rule for ${what}`, async () => {
    assertEquals(failures(await runOn(answers)), []);
  });
}

Deno.test("runSuite() passes all that a good server was put to, and skips what it was not", async () => {
  const verdicts = (report: Report) => Object.fromEntries(sanity(report).map(({ id, verdict }) => [id, verdict]));
  assertEquals(
    verdicts(await runOn({})),
    Object.fromEntries(lintIds.map((id): [string, Result["verdict"]] => [id, "pass"])),
  );
  const refused = await runOn({ connect: "554 no" });
  assertEquals(verdicts(refused), {
    ...Object.fromEntries(lintIds.map((id): [string, Result["verdict"]] => [id, "skip"])),
    "sanity/reply-form": "pass",
    "sanity/greets-first": "pass",
  });
});

Deno.test("runSuite() holds no early EHLO against the server", async () => {
  const report = await runOn({ connect: nothing, EHLO: ["220 mx.test", "250 mx.test"] }, lints.map(lintId));
  assertEquals(report.results.filter(({ verdict }) => verdict === "fail").map(({ id }) => id), ["sanity/greets-first"]);
});
