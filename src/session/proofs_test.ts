/** A server that says back what AUTH proves the password with, however it writes it: no report has it. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Buffer } from "node:buffer";
import type { Act, Answer } from "../peer/script.ts";
import { acceptsLogin } from "../peer/scripted_auth.ts";
import { reporters } from "../report/reporter.ts";
import { readCases, runCases, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";

const login = { user: "alice", pass: "Correct-Horse-77-Battery!" };

/** How each mechanism writes its proof at the end of the client's last message. */
const mechanisms: Readonly<Record<string, RegExp>> = {
  "CRAM-MD5": /^alice (?<hex>[0-9a-f]{32})$/,
  "SCRAM-SHA-256": /,p=(?<base64>[^,]+)$/,
};

const writings: Readonly<Record<string, (proof: Buffer) => string>> = {
  hex: (proof) => proof.toString("hex"),
  "hex in capitals": (proof) => proof.toString("hex").toUpperCase(),
  "hex with colons": (proof) => proof.toString("hex").replace(/..(?!$)/g, "$&:"),
  base64: (proof) => proof.toString("base64").replace(/=+$/, ""),
  base64url: (proof) => proof.toString("base64url"),
  "percent-encoded": (proof) => proof.toString("hex").replace(/../g, "%$&"),
};

/** Has each line of an exchange noted. */
function noting(answer: Answer, note: (line: string) => void): Answer {
  if (typeof answer === "function") {
    return (moment) => {
      note(moment.line);
      return noting(answer(moment), note) as Act[];
    };
  }
  const acts = (Array.isArray(answer) ? answer : [answer]) as readonly Act[];
  return acts.map((act) =>
    typeof act === "object" && act.kind === "ask" ? { ...act, answer: noting(act.answer, note) } : act
  );
}

const cases = (mechanism: string) =>
  readCases(`title: Proofs
cases:
  - id: same-session
    must: log in
    steps:
      - {auth: {mechanism: ${mechanism}, user: $user, pass: $pass}, reply: 235}
      - {send: NOOP, reply: 555}
  - {id: other-session, must: reply, send: NOOP, reply: 555}
`);

for (const [mechanism, pattern] of Object.entries(mechanisms)) {
  Deno.test(`runSuite() leaves no proof of AUTH ${mechanism} in any report, however the server writes it`, async () => {
    const proofs = new Set<string>();
    const note = (line: string) => {
      const { hex, base64 } = pattern.exec(Buffer.from(line, "base64").toString("latin1"))?.groups ?? {};
      const proof = hex === undefined ? Buffer.from(base64 ?? "", "base64") : Buffer.from(hex, "hex");
      for (const write of Object.values(writings)) if (proof.length > 0) proofs.add(write(proof));
    };
    const report = await withServer({
      offers: [`AUTH ${mechanism}`],
      answers: {
        AUTH: noting(acceptsLogin(login), note),
        NOOP: () =>
          [...proofs, "end"].map((proof, index, { length }) =>
            `250${index === length - 1 ? " " : "-"}proof <${proof}>`
          ),
      },
    }, (server) => runCases(cases(mechanism), targetAt(server, login), { jobs: 1 }));
    assertEquals(report.results.slice(0, 2).map(({ verdict }) => verdict), ["fail", "fail"]);
    assert(proofs.size > 0);
    for (const [format, { render }] of reporters) {
      const text = render(report, { width: 400, isColored: false, isVerbose: true }).replace(/\s+/g, "");
      for (const proof of proofs) assert(!text.includes(proof), `${format}: ${proof}`);
      if (format === "json") assertMatch(text, /proof<\*\*\*>/);
    }
    assertStringIncludes(report.results[1]?.reason ?? "", "***");
  });
}
