import { assertEquals, assertMatch } from "@std/assert";
import { acceptsLogin } from "../peer/scripted_auth.ts";
import { type Answer, close, type Moment, type Script } from "../peer/script.ts";
import type { Report } from "../report/report.ts";
import type { Role } from "../smtp/role.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { endpointsAt, readCases, runCases, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";

const cases = readCases(`
title: What a login is needed for
cases:
  - {id: noop, must: answer, send: NOOP, reply: 250}
  - {id: mail, must: answer, start: mail, send: NOOP, reply: 250}
  - {id: cancels, must: refuse, send: AUTH X, reply: 504}
  - {id: logs-in, must: accept, auth: {mechanism: PLAIN}, reply: 235}
  - {id: best, must: accept, auth: {mechanism: best}, reply: 235}
  - {id: logged-in, must: answer, with: [auth], send: NOOP, reply: 250}
  - {id: wrong, must: refuse, requires: [user], send: "AUTH PLAIN AGEAYg==", reply: 535}
`.trimStart());
const login = { user: "alice", pass: "correct horse" };
const right = acceptsLogin(login);
const withLogin = ["logs-in", "best", "logged-in", "wrong"];

interface Played {
  readonly report: Report;
  readonly lines: readonly string[];
}

async function runOn(
  auth: Answer,
  { role = "mx", offers = ["AUTH PLAIN LOGIN CRAM-MD5"], answers = {}, only, clock }: {
    readonly role?: Role;
    readonly offers?: readonly string[];
    readonly answers?: Script["answers"];
    readonly only?: string;
    readonly clock?: () => number;
  } = {},
): Promise<Played> {
  return await withServer({ offers, answers: { AUTH: auth, ...answers } }, async (server) => {
    const report = await runCases(
      cases.filter(({ id }) => only === undefined || id.endsWith(`/${only}`)),
      targetAt(server, { ...login, endpoints: endpointsAt(server, [role]) }),
      clock === undefined ? {} : { clock },
    );
    return { report, lines: server.lines };
  });
}

const verdictsOf = ({ report: { results } }: Played) =>
  Object.fromEntries(results.map(({ id, verdict }) => [id.slice("test/case/".length), verdict]));
const expected = (changes: Readonly<Record<string, string>>): Record<string, string> => ({
  ...Object.fromEntries(cases.map(({ id }) => [id.slice("test/case/".length), "pass"])),
  ...changes,
});
const inconclusive = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, "inconclusive"]));

Deno.test("runSuite() logs in before the cases, and judges all where that is accepted", async () => {
  const played = await runOn(right);
  assertEquals<unknown>(verdictsOf(played), expected({}));
  assertEquals(played.report.sanityChecks.map(({ passed, obstacles }) => [passed, obstacles]), [
    [true, undefined],
    [true, undefined],
  ]);
});

Deno.test("runSuite() judges nothing that uses a login where the password is refused by all mechanisms", async () => {
  const played = await runOn(refusesAll);
  assertEquals<unknown>(verdictsOf(played), expected(inconclusive(withLogin)));
  const reason = "the password of --user was refused: AUTH CRAM-MD5 was answered by 535 5.7.8 no";
  for (const result of played.report.results.filter(({ verdict }) => verdict === "inconclusive")) {
    assertEquals([result.reason, result.attempts], [reason, 0]);
  }
  const [check] = played.report.sanityChecks;
  assertEquals([check?.passed, check?.obstacles], [true, [reason]]);
  const tried = played.lines.filter((line) => line.startsWith("AUTH ")).map((line) => line.split(" ")[1]);
  assertEquals(tried.slice(0, 3), ["CRAM-MD5", "PLAIN", "LOGIN"]);
});

Deno.test("runSuite() plays what needs no login at a port for submission where the password is refused", async () => {
  const played = await runOn(refusesAll, { role: "submission" });
  assertEquals<unknown>(verdictsOf(played), expected(inconclusive([...withLogin, "mail"])));
  const [check] = played.report.sanityChecks;
  assertEquals(check?.passed, false);
  assertMatch(check?.reason ?? "", /^the password of --user was refused: AUTH /);
});

/** Knows the mechanisms, and refuses every password. */
const refusesAll: Answer = ({ line }) => line.startsWith("AUTH X") ? "504 5.5.4 not that" : "535 5.7.8 no";
/** Refuses one mechanism whatever the password is. */
const refusing = (mechanism: string) => (moment: Moment) =>
  moment.line.startsWith(`AUTH ${mechanism}`) ? "535 5.7.8 no" : typeof right === "function" ? right(moment) : [];

for (const role of ["mx", "submission"] as const) {
  Deno.test(`runSuite() judges a mechanism that refuses the right password at ${role}, and logs in with another`, async () => {
    const offers = ["AUTH CRAM-MD5 PLAIN"];
    const refusesBest = await runOn(refusing("CRAM-MD5"), { role, offers });
    assertEquals<unknown>(verdictsOf(refusesBest), expected({}));
    const refusesPlain = await runOn(refusing("PLAIN"), { role, offers });
    assertEquals<unknown>(verdictsOf(refusesPlain), expected({ "logs-in": "fail" }));
  });
}

Deno.test("runSuite() logs in inside TLS where AUTH is offered only there", async () => {
  const hello = ({ isInTls }: Moment) => ["250-mx.test", isInTls ? "250 AUTH PLAIN" : "250 STARTTLS"];
  const played = await runOn(refusesAll, { answers: { EHLO: hello }, only: "logs-in" });
  assertMatch(played.report.sanityChecks[0]?.obstacles?.[0] ?? "", /^the password of --user was refused: AUTH PLAIN/);
});

Deno.test("runSuite() waits for no third mechanism where two have no reply", async () => {
  const { lines } = await inFastTime(200, (clock) => runOn([], { only: "logged-in", clock }));
  const tried = new Set(lines.filter((line) => line.startsWith("AUTH ")).map((line) => line.split(" ")[1]));
  assertEquals(tried, new Set(["CRAM-MD5", "PLAIN"]));
});

Deno.test("runSuite() does not take a broken exchange for a refused password", async () => {
  for (const broken of [close("fin"), "500 5.5.1 what", "504 5.5.4 not that"] as const) {
    const played = await runOn(broken, { offers: ["AUTH PLAIN"], only: "logs-in" });
    assertEquals(played.report.sanityChecks[0]?.obstacles, undefined);
    assertEquals<unknown>(verdictsOf(played), { "logs-in": "fail" });
  }
});

Deno.test("runSuite() judges nothing that uses a login where it is put off", async () => {
  const played = await runOn("454 4.7.0 later", { only: "logged-in" });
  assertEquals<unknown>(verdictsOf(played), { "logged-in": "inconclusive" });
  assertMatch(played.report.results[0]?.reason ?? "", /^no login succeeds: AUTH .* was answered by 454/);
});

Deno.test("runSuite() does not log in where nothing that was selected does", async () => {
  const { lines } = await runOn(right, { offers: [], only: "noop" });
  assertEquals(lines.filter((line) => line.startsWith("AUTH")), []);
});
