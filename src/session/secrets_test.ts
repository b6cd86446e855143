import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createHmac } from "node:crypto";
import type { Case } from "../case/case.ts";
import type { Report } from "../report/report.ts";
import { reporters } from "../report/reporter.ts";
import { type Answer, close, octets, type Script } from "../peer/script.ts";
import { acceptsLogin } from "../peer/scripted_auth.ts";
import { withServer } from "../testing/scripted_server.ts";
import { lintId, lints } from "../judge/lint.ts";
import type { MailboxAccess } from "../targets/mailbox.ts";
import { secretsOf } from "./secrets.ts";
import { readCases, runCases, targetAt } from "../testing/runs.ts";

const user = "alice";
const pass = 'tr0ub4d\\or & <3> "';
const echo = (line: string) => `535 no "${line}"`;

/** Says back the password, the whole line, and what is in its base64. */
const parrot: Answer = ({ line }) => {
  const word = line.split(" ").at(-1) ?? "";
  let decoded: string;
  try {
    decoded = atob(word);
  } catch {
    decoded = "";
  }
  return ["535-" + line, `535-${decoded.replace(/[\0\r\n]/g, "|")}`, `535-${pass}`, "535 that was wrong"];
};

Deno.test("secretsOf() holds the password, the token, and those of mailboxes", () => {
  const mailbox = { secrets: ["of the mailbox"] } as unknown as MailboxAccess;
  const secrets = secretsOf({
    pass: "a password",
    bearerToken: "a.token-of/OAuth+2.0==",
    mailboxes: new Map([["a@mx.test", mailbox]]),
  });
  const shown = secrets.mask("a password, a.token-of/OAuth+2.0== and of the mailbox");
  assertEquals(shown, "***, *** and ***");
});

const authCases = (mechanism: string): Case[] =>
  readCases(`title: Secrets
cases:
  - {id: right, must: take it, auth: {mechanism: ${mechanism}, user: $user, pass: $pass}, reply: 235}
  - {id: wrong, must: refuse it, auth: {mechanism: ${mechanism}, user: $user, pass: "not $pass"}, reply: 250}
`);

/** All that a run leaves behind, in every format, verbose. */
function leavings(report: Report): string {
  return [...reporters.values()]
    .map((reporter) => reporter.render(report, { width: 200, isColored: false, isVerbose: true }))
    .join("\n");
}

/** Refuses a password in any form in which a report could have written it. */
function assertHidden(report: Report, secrets: readonly string[]): void {
  const text = leavings(report);
  assertStringIncludes(text, "***");
  for (const secret of secrets) {
    const forms = [secret, JSON.stringify(secret).slice(1, -1), secret.replaceAll("\\", "\\\\")];
    const xml = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll(
      '"',
      "&quot;",
    );
    for (const form of [...forms, xml, JSON.stringify(forms[2]).slice(1, -1)]) {
      const at = text.indexOf(form);
      assert(at === -1, `"${form}" stands in ${text.slice(Math.max(0, at - 200), at + 200)}`);
    }
  }
}

function run(cases: readonly Case[], script: Script): Promise<Report> {
  return withServer(
    script,
    (server) => runCases(cases, targetAt(server, { user, pass }), { lintIds: lints.map(lintId) }),
  );
}

const digest = (word: string) => createHmac("md5", word).update("<1.2@mx.test>").digest("hex");
/** What each mechanism makes of the password, in base64 or not. */
const derived = {
  PLAIN: [btoa(`\0${user}\0${pass}`), btoa(`\0${user}\0not ${pass}`)],
  LOGIN: [btoa(pass), btoa(`not ${pass}`)],
  "CRAM-MD5": [digest(pass), digest(`not ${pass}`), btoa(`${user} ${digest(pass)}`)],
  "SCRAM-SHA-256": [],
};

for (const [mechanism, secrets] of Object.entries(derived)) {
  Deno.test(`runSuite() leaves no password of AUTH ${mechanism} in any report`, async () => {
    const report = await run(authCases(mechanism), {
      offers: [`AUTH ${mechanism}`],
      answers: { AUTH: acceptsLogin({ user, pass }) },
    });
    assertEquals(report.results.slice(0, 2).map(({ verdict }) => verdict), ["pass", "fail"]);
    assertHidden(report, [pass, ...secrets]);
    const sent = report.results[0]?.transcript.filter((event) => event.kind === "sent") ?? [];
    assert(sent.some((event) => event.kind === "sent" && /\*\*\*\\r\\n$/.test(event.text)), "the exchange is masked");
    assert(!/[cp]=[A-Za-z0-9+/]{20}/.test(leavings(report)), "a proof is shown");
  });

  Deno.test(`runSuite() leaves no password in any report when the server says it back in AUTH ${mechanism}`, async () => {
    const answers = { AUTH: acceptsLogin({ user, pass }) };
    const report = await run(authCases(mechanism), {
      offers: [`AUTH ${mechanism}`],
      answers: {
        AUTH: (moment) => {
          const acts = answers.AUTH;
          const chosen = typeof acts === "function" ? acts(moment) : acts;
          return withParrot(chosen);
        },
      },
    });
    assertHidden(report, [pass, ...secrets]);
    assert(!/p=[A-Za-z0-9+/]{20}/.test(leavings(report)), "a proof is shown");
  });
}

/** Has the last answer of an exchange say back all that the client said. */
function withParrot(answer: Answer): Answer & (string | readonly never[]) {
  const acts = Array.isArray(answer) ? answer : [answer];
  const changed = acts.map((act) =>
    typeof act === "object" && act.kind === "ask"
      ? { kind: "ask", answer: parrot }
      : typeof act === "string" && /^535|^235/.test(act)
      ? octets(`535-${btoa(`\0${user}\0${pass}`)}\r\n535-${btoa(pass)}\r\n535 ${pass}\r\n`)
      : act
  );
  return changed as unknown as Answer & (string | readonly never[]);
}

Deno.test("runSuite() leaves no secret in any report that a case made with let", async () => {
  const cases = readCases(`title: Secrets
cases:
  - id: own
    must: refuse it
    let: {ir: {base64: "\\0$user\\0$pass"}}
    steps:
      - {send: AUTH PLAIN $ir, reply: {pass: 235, fail: {code: 535, because: $ir was refused}}}
  - {id: bytes, must: refuse it, let: {ir: {base64: "$pass"}}, bytes: "AUTH PLAIN $ir\\r\\n", split: [14, 20], gap: 1ms, reply: 235}
`);
  const report = await run(cases, {
    offers: ["AUTH PLAIN"],
    // The sanity check may log in.
    answers: { AUTH: ({ line, turn }) => turn === 0 ? "235 ok" : echo(line) },
  });
  assertHidden(report, [pass, btoa(`\0${user}\0${pass}`), btoa(pass)]);
  assertEquals(report.results[0]?.reason, `received 535 no "AUTH PLAIN ***": $ir was refused`);
});

Deno.test("runSuite() leaves no password in any report that the server greets with", async () => {
  const cases = readCases("title: Secrets\ncases:\n  - {id: one, must: greet, send: NOOP, reply: 250}\n");
  const report = await run(cases, {
    offers: [`AUTH ${pass}`, `X-${pass}`],
    answers: { connect: `220 hello ${pass}`, NOOP: `500 ${pass}\x1b`, QUIT: [`500 ${pass}`, close("fin")] },
  });
  assertHidden(report, [pass]);
});

Deno.test("runSuite() leaves no password in any report of a sanity check that fails", async () => {
  const cases = readCases("title: Secrets\ncases:\n  - {id: one, must: greet, send: NOOP, reply: 250}\n");
  const report = await run(cases, { answers: { MAIL: `550 ${pass} no` } });
  assertEquals(report.sanityChecks[0]?.passed, false);
  assertHidden(report, [pass]);
});
