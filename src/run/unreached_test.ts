/** States of a session that are not reached: the runs that begin in them wait for none of it. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Report } from "../report/report.ts";
import { acceptsLogin } from "../peer/scripted_auth.ts";
import type { Act, Script } from "../peer/script.ts";
import type { ScriptedServer } from "../peer/scripted_server.ts";

import type { Target } from "../targets/target.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { endpointsAt, readCases, runCases, type SuiteChanges, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";

const hang: readonly Act[] = ["220 go on", { kind: "swallow" }, { kind: "deaf" }];
const shake: readonly Act[] = ["220 go on", { kind: "tls", certificate: "mx" }];

const handshake = (id: string, more = "") =>
  `  - {id: ${id}, must: do it${more}, steps: [{send: STARTTLS, reply: 220}, {tls: handshake}]}\n`;
const within = (id: string, session = "tls") =>
  `  - {id: ${id}, must: do it, with: [${session}], send: NOOP, reply: 250}\n`;
const plain = (id: string) => `  - {id: ${id}, must: do it, send: NOOP, reply: 250}\n`;
const many = (count: number, make: (id: string) => string) => Array.from({ length: count }, (_, at) => make(`n${at}`));

const long = { connect: 300_000, greeting: 300_000, reply: 300_000, endOfData: 300_000, delivery: 300_000 };

/** Runs cases with time fifty times as fast: half a minute takes 600 ms. */
function run(
  cases: readonly string[],
  script: Script,
  { target = {}, watch = () => {}, ...changes }: Omit<SuiteChanges, "target"> & {
    readonly target?: Partial<Target>;
    readonly watch?: (server: ScriptedServer) => void;
  } = {},
): Promise<Report> {
  const deadlines = { ...long, greeting: 30_000 };
  return inFastTime(50, (clock) =>
    withServer(script, async (server) => {
      const read = readCases(`title: States\ncases:\n${cases.join("")}`);
      const report = await runCases(read, targetAt(server, { deadlines, ...target }), { clock, ...changes });
      watch(server);
      return report;
    }));
}

const told = ({ results }: Report) =>
  Object.fromEntries(results.map(({ id, verdict, reason }) => [id.slice(10), `${verdict}: ${reason}`]));
const count = ({ lines }: ScriptedServer, pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;

const hung = "the TLS handshake took longer than 30000 ms";
const stopped = `inconclusive: no session inside TLS was reached: ${hung}`;

Deno.test("runSuite() waits for a hanging handshake once before the cases, and once in the first case that requires one", async () => {
  const given =
    "  - {id: given, must: do it, steps: [{given: [{send: STARTTLS, reply: 220}, {tls: handshake}]}, {send: NOOP, reply: 250}]}\n";
  const report = await run(
    [plain("plain"), given, handshake("first"), handshake("second"), ...many(20, within)],
    { offers: ["STARTTLS"], answers: { STARTTLS: hang } },
    { watch: (server) => assertEquals(count(server, /^STARTTLS$/), 2) },
  );
  const { plain: one, first, ...others } = told(report);
  assertEquals(one, "pass: null");
  // On a busy machine the sanity check beside it is slow, and then nothing can be held against the server.
  assertMatch(first ?? "", new RegExp(`^(fail: ${hung}|inconclusive: the server is slow: .*)$`));
  assertEquals(new Set(Object.values(others)), new Set([stopped]));
});

Deno.test("runSuite() stops what needs TLS when handshakes hang later, after one more has hung", async () => {
  const report = await run(
    [...many(30, within), plain("plain"), handshake("first")],
    { offers: ["STARTTLS"], answers: { STARTTLS: ({ turn }) => turn < 5 ? shake : hang } },
    { jobs: 4, watch: (server) => assert(count(server, /^STARTTLS$/) <= 5 + 4 + 1 + 1, "each waited") },
  );
  const { plain: one, ...others } = told(report);
  assertEquals([one, report.summary.fail, report.complete], ["pass: null", 0, true]);
  assert(Object.values(others).filter((each) => each === stopped).length > 15, JSON.stringify(others));
});

Deno.test("runSuite() tries again after a handshake that hung, when another comes to its end", async () => {
  const report = await run(
    many(6, within),
    { offers: ["STARTTLS"], answers: { STARTTLS: ({ turn }) => turn === 2 ? hang : shake } },
    { jobs: 2 },
  );
  assertEquals(new Set(Object.values(told(report))), new Set(["pass: null"]));
  const again = report.results.find(({ attempts }) => attempts === 2);
  assertEquals(again?.notes, [
    `tried again after a TLS handshake that took too long: ${hung}: the start was not reached`,
  ]);
});

const login = { user: "alice", pass: "correct horse" };
const offers = ["AUTH LOGIN"];

Deno.test("runSuite() concludes nothing from a login where the password is refused, and judges what needs none", async () => {
  const refused = "535 5.7.8 no";
  const own =
    "  - {id: own, must: do it, requires: [user], auth: {mechanism: LOGIN, user: $user, pass: $pass}, reply: 235}\n";
  const report = await run(
    [...many(10, (id) => within(id, "auth")), own, plain("plain")],
    { offers, answers: { AUTH: refused } },
    { target: login, watch: (server) => assertEquals(count(server, /^AUTH /), 2) },
  );
  const { plain: one, ...others } = told(report);
  assertEquals(one, "pass: null");
  assertEquals(
    new Set(Object.values(others)),
    new Set([`inconclusive: the password of --user was refused: AUTH LOGIN was answered by ${refused}`]),
  );
});

Deno.test("runSuite() waits for a silent AUTH before the cases, and in the first case that requires it", async () => {
  const sends = (id: string, level = "must") => `  - {id: ${id}, ${level}: do it, send: AUTH LOGIN, reply: 334}\n`;
  const report = await run(
    [plain("plain"), sends("may", "may"), sends("first"), sends("second"), ...many(20, (id) => within(id, "auth"))],
    { offers, answers: { AUTH: [] } },
    { target: { ...login, deadlines: { ...long, reply: 10_000 } } },
  );
  const { plain: one, first, ...others } = told(report);
  assertEquals(one, "pass: null");
  assertMatch(first ?? "", /^(fail: no reply within |inconclusive: the server is slow: )/);
  assertEquals(
    new Set(Object.values(others)),
    new Set(["inconclusive: no session after AUTH was reached: no reply within 30.0 s after AUTH LOGIN"]),
  );
});

Deno.test("runSuite() concludes nothing from a login that was refused for now", async () => {
  const accepts = acceptsLogin(login);
  const report = await run(
    many(3, (id) => within(id, "auth")),
    {
      offers,
      answers: {
        AUTH: (moment) =>
          moment.turn === 0 ? "454 4.7.0 later" : typeof accepts === "function" ? accepts(moment) : accepts,
      },
    },
    { target: login },
  );
  assertEquals(
    new Set(Object.values(told(report))),
    new Set(["inconclusive: no login succeeds: AUTH LOGIN was answered by 454 4.7.0 later"]),
  );
});

Deno.test("runSuite() says why a state was not reached where something was thrown on the way, and writes its report", async () => {
  let tokens = 0;
  const report = await run([plain("plain"), "  - {id: greeting, must: greet, start: connected, reply: 220}\n"], {}, {
    token: () => {
      if (++tokens === 2) throw new RangeError("a fault of ours");
      return `oken${tokens}x`;
    },
  });
  assertEquals(told(report), {
    plain: "inconclusive: no session in plaintext was reached: smtpspec failed: RangeError: a fault of ours",
    greeting: "pass: null",
  });
});

Deno.test("runSuite() plays nothing where handshakes of implicit TLS hang, and waits for no more than two of them", async () => {
  const report = await inFastTime(
    50,
    (clock) =>
      withServer({ answers: { connect: { kind: "deaf" } } }, async (server) => {
        const made = await runCases(
          readCases(`title: States\nport: submissions\ncases:\n${many(20, plain).join("")}`),
          targetAt(server, { endpoints: endpointsAt(server, ["submissions"]) }),
          { clock },
        );
        assertEquals(server.sessions.length, 2);
        return made;
      }),
  );
  assertEquals(report.summary.inconclusive, 20);
});
