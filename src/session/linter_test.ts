import { assertEquals, assertMatch } from "@std/assert";
import { lintId, type LintRule, lints } from "../judge/lint.ts";
import type { Verdict } from "../judge/verdict.ts";
import { type Answer, close, nothing, octets } from "../peer/script.ts";
import { withServer } from "../testing/scripted_server.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { playCase, readCases, runCases, targetAt } from "../testing/runs.ts";

const noop = "send: NOOP\nreply: any";
const hello = "start: greeted\nsend: EHLO x\nreply: 250";

/** How a server breaks each rule, and no other. */
const breaches: readonly {
  readonly rule: LintRule;
  readonly says: string;
  readonly answers?: Record<string, Answer>;
  readonly offers?: readonly string[];
  readonly body?: string;
  readonly why: RegExp;
  readonly isTolerated?: boolean;
}[] = [
  { rule: "code", says: "a code that is none", answers: { NOOP: "999 ok" }, why: /^999 is no reply code$/ },
  {
    rule: "code",
    says: "a line without a code",
    answers: { NOOP: ["250-a", "no code", "250 b"] },
    why: /does not begin with a code$/,
  },
  { rule: "separator", says: "a wrong separator", answers: { NOOP: "250_ok" }, why: /^neither a space nor a hyphen/ },
  {
    rule: "same-code",
    says: "two codes in one reply",
    answers: { NOOP: ["250-a", "251 b"] },
    why: /^a line has the code 251 after 250$/,
  },
  { rule: "line-end", says: "a bare LF", answers: { NOOP: octets("250 ok\n") }, why: /^a line ends in a bare LF$/ },
  {
    rule: "bare-cr",
    says: "a CR inside a line",
    answers: { NOOP: "250 o\rk" },
    why: /^a bare CR stands inside a line$/,
  },
  { rule: "octet-range", says: "a control character", answers: { NOOP: "250 \x1b[31mred" }, why: /0x1b$/ },
  { rule: "octet-range", says: "an octet above 126", answers: { NOOP: "250 \xe9" }, why: /0xe9$/ },
  {
    rule: "line-octets",
    says: "a line of more than 512 octets",
    answers: { NOOP: `250 ${"x".repeat(600)}` },
    why: /^a line has 606 octets$/,
  },
  { rule: "listed-code", says: "a code that no RFC lists", answers: { NOOP: "241 ok" }, why: /lists the code 241$/ },
  { rule: "bare-code", says: "no text", answers: { NOOP: "250 " }, why: /^250 has no text$/ },
  {
    rule: "space-after-code",
    says: "no space after the code of the last line",
    answers: { NOOP: octets("250-ok\r\n250\r\n") },
    why: /^the line end follows 250 at once$/,
  },
  {
    rule: "status-code",
    says: "no status code",
    offers: ["ENHANCEDSTATUSCODES"],
    answers: { NOOP: "250 ok", QUIT: ["221 2.0.0 bye", close("fin")] },
    why: /^250 has no status code$/,
  },
  {
    rule: "same-status-code",
    says: "two status codes in one reply",
    offers: ["ENHANCEDSTATUSCODES"],
    answers: { NOOP: ["250-2.0.0 a", "250 2.1.5 b"], QUIT: ["221 2.0.0 bye", close("fin")] },
    why: /^a line has 2\.1\.5 after 2\.0\.0$/,
  },
  {
    rule: "status-code-form",
    says: "a status code with a leading zero",
    offers: ["ENHANCEDSTATUSCODES"],
    answers: { NOOP: "250 2.00.0 ok", QUIT: ["221 2.0.0 bye", close("fin")] },
    why: /^2\.00\.0 has a leading zero$/,
  },
  {
    rule: "registered-status-code",
    says: "a status code that is not registered",
    offers: ["ENHANCEDSTATUSCODES"],
    answers: { NOOP: "250 2.9.0 ok", QUIT: ["221 2.0.0 bye", close("fin")] },
    why: /^2\.9\.0 has a subject above 7$/,
  },
  {
    rule: "null-mx-code",
    says: "a null MX reported by 550",
    offers: ["ENHANCEDSTATUSCODES"],
    answers: { NOOP: "550 5.1.10 no", QUIT: ["221 2.0.0 bye", close("fin")] },
    why: /^5\.1\.10 was sent with 550, not with 556$/,
  },
  {
    rule: "enhanced-class",
    says: "an enhanced code of another class",
    offers: ["ENHANCEDSTATUSCODES"],
    answers: { NOOP: "250 5.0.0 ok", QUIT: ["221 2.0.0 bye", close("fin")] },
    why: /^5\.0\.0 was sent with 250$/,
  },
  {
    rule: "ehlo-keyword",
    says: "an EHLO line that is no keyword line",
    offers: ["SIZE=1000"],
    body: hello,
    why: /^the line "SIZE=1000" is no keyword line$/,
  },
  {
    rule: "ehlo-keyword",
    says: "AUTH=, which is tolerated and no more",
    offers: ["AUTH=LOGIN"],
    body: hello,
    why: /AUTH=LOGIN/,
    isTolerated: true,
  },
  {
    rule: "unsolicited",
    says: "a reply before the 221 that nobody asked for",
    answers: { NOOP: ["250 ok", "250 and more"] },
    why: /^it answers no command$/,
  },
  {
    rule: "unsolicited",
    says: "a reply before the next command",
    answers: { NOOP: ["250 ok", "250 and more"] },
    body: "steps:\n  - {send: NOOP, reply: 250}\n  - wait: 100ms\n  - {send: RSET, reply: 250}",
    why: /^it answers no command$/,
  },
  {
    rule: "closes-after-421",
    says: "a connection that stays open after a 421",
    answers: { NOOP: "421 going down" },
    body: "send: NOOP\nreply: 421",
    why: /^the connection was still open 5 s later$/,
  },
];

for (const { rule, says, answers = {}, offers = [], body = noop, why, isTolerated = false } of breaches) {
  Deno.test(`Session notes a breach of the rule ${rule}: ${says}`, async () => {
    const deadlines = { connect: 500_000, greeting: 500_000, reply: 500_000, endOfData: 500_000, delivery: 500_000 };
    const { env } = await inFastTime(
      rule === "closes-after-421" ? 25 : 1,
      (clock) => playCase(body, { answers, offers }, { target: { deadlines }, env: { clock } }),
    );
    const [first] = env.lints.occurrences(rule);
    assertMatch(first?.why ?? "nothing was noted", why);
    assertEquals([first?.run, first?.isTolerated], ["test/case/it", isTolerated]);
    const others = lints.map((lint) => lint.rule).filter((other) =>
      other !== rule && env.lints.occurrences(other).length > 0
    );
    assertEquals(others, []);
  });
}

Deno.test("Session notes no breach of a server that breaks none", async () => {
  const { env } = await playCase("start: data\nwait: 1ms", { offers: ["SIZE 10", "AUTH PLAIN"] });
  assertEquals(lints.flatMap(({ rule }) => env.lints.occurrences(rule)), []);
  assertEquals(env.lints.checked("code"), 5);
});

Deno.test("Session takes no 421 of a server that closes for a breach", async () => {
  const { env } = await playCase("send: NOOP\nreply: 421", { answers: { NOOP: ["421 bye", close("fin")] } });
  assertEquals(env.lints.occurrences("closes-after-421"), []);
  assertEquals(env.lints.checked("closes-after-421"), 1);
});

Deno.test("Session takes UTF-8 in a reply after SMTPUTF8 for no breach", async () => {
  const body = "steps:\n  - {send: 'MAIL FROM:<$from> SMTPUTF8', reply: 250}\n  - {send: NOOP, reply: 250}";
  const { env } = await playCase(body, { answers: { NOOP: "250 gr\xc3\xbc\xc3\x9fe" } });
  assertEquals(env.lints.occurrences("octet-range"), []);
});

Deno.test("Session holds a reply that comes too late against no other command", async () => {
  const late = ["250-mx.test greets you, late", "250 ENHANCEDSTATUSCODES", "221 2.0.0 bye"];
  const body = "steps:\n  - {send: HELO x, reply: {pass: silence}, within: 50ms}";
  const { env, outcome } = await playCase(body, {
    offers: ["ENHANCEDSTATUSCODES"],
    answers: { HELO: nothing, QUIT: late },
  });
  assertMatch(JSON.stringify(outcome.transcript), /greets you, late/);
  assertEquals(lints.flatMap(({ rule }) => env.lints.occurrences(rule)), []);
});

Deno.test("resultsOfLints() gives each wanted rule its verdict and the place of the first breach", async () => {
  const cases = readCases("title: A test\ncases:\n  - {id: one, must: answer, send: NOOP, reply: 250}\n");
  const script = {
    offers: ["ENHANCEDSTATUSCODES", "AUTH=LOGIN"],
    answers: { NOOP: octets(`250 2.0.0 ${"x".repeat(600)}\n`) },
  };
  const { results } = await withServer(
    script,
    (server) => runCases(cases, targetAt(server), { lintIds: lints.map(lintId) }),
  );
  const verdicts: Partial<Record<LintRule, Verdict>> = {
    "line-end": "fail",
    "line-octets": "warn",
    "ehlo-keyword": "warn",
    "status-code": "fail", // the closing 221 has none
    "null-mx-code": "skip",
    "closes-after-421": "skip",
    "still-answers": "skip", // no case was hostile
  };
  for (const lint of lints) {
    const { rule } = lint;
    const result = results.find(({ id }) => id === lintId(lint));
    assertEquals([rule, result?.verdict], [rule, verdicts[rule] ?? "pass"]);
  }
  const found = results.find(({ id }) => id === "replies/lint/line-end");
  assertMatch(found?.reason ?? "", /^received 250 2\.0\.0 x+\.\.\.: a line ends in a bare LF, in test\/case\/one$/);
  assertEquals(found?.deviation?.because, "a line ends in a bare LF");
});
