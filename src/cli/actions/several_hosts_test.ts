/** The command line with several hosts: 127.0.0.1 and localhost are two, each with a scripted server of its own. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { isProblem } from "../../base/problem.ts";
import type { ScriptedServer } from "../../peer/scripted_server.ts";
import { readReport } from "../../report/json.ts";
import type { Report } from "../../report/report.ts";
import { withServer } from "../../testing/scripted_server.ts";
import { smtpspec } from "../../testing/smtpspec.ts";
import { smallCases, unbroken, withFolder } from "../../testing/smtpspec_process.ts";

const vrfy = { answers: { VRFY: "550 no" } };

/** Hands two servers to a test, and a folder; the second refuses VRFY. */
function withHosts(test: (given: { one: ScriptedServer; two: ScriptedServer; folder: string }) => Promise<void>) {
  return withFolder((folder) =>
    withServer({}, (one) => withServer(vrfy, async (two) => await test({ one, two, folder })))
  );
}

const targetsOf = ({ one, two }: { readonly one: ScriptedServer; readonly two: ScriptedServer }) => [
  `smtp://127.0.0.1:${one.port}`,
  `smtp://localhost:${two.port}`,
];
const more = ["--rcpt", "alice@mx.test", "--cases", smallCases, "-4", "--only", "small"];

async function reportAt(path: string): Promise<Report> {
  const report = readReport(await Deno.readTextFile(path));
  if (isProblem(report)) throw new Error(report.message);
  return report;
}

const failedIn = ({ results }: Report) => results.filter(({ verdict }) => verdict === "fail").map(({ id }) => id);

Deno.test("smtpspec run tests several hosts, and the command that it shows plays a result on its host again", async () => {
  await withHosts(async ({ one, two, folder }) => {
    const args = ["run", ...targetsOf({ one, two }), ...more];
    const { code, out } = await smtpspec([...args, "--report", `json=${folder}/json`]);
    assertEquals(code, 1);
    const report = await reportAt(`${folder}/json`);
    assertEquals(failedIn(report), ["small/vrfy@localhost"]);
    assertEquals(report.results.length, 12);
    assertStringIncludes(out, "FAIL  1. small/vrfy@localhost");
    assertMatch(out, /^host +pass .*\n127\.0\.0\.1 .*\nlocalhost .*\nall /m);
    const [shown = ""] = /--only small\/vrfy@localhost$/m.exec(out) ?? [];
    const connected = one.sessions.length;
    const again = await smtpspec([...args.slice(0, -2), ...shown.split(" "), "--report", `json=${folder}/again`]);
    assertEquals([again.code, failedIn(await reportAt(`${folder}/again`))], [1, ["small/vrfy@localhost"]]);
    assertEquals(one.sessions.length, connected);
  });
});

Deno.test("smtpspec run reads several hosts out of a target file, and takes a baseline that names them", async () => {
  await withHosts(async ({ one, two, folder }) => {
    const port = (host: string, { port }: ScriptedServer) => `{host: ${host}, ports: {mx: ${port}}}`;
    const hosts = `hosts: [${port("127.0.0.1", one)}, ${port("localhost", two)}]\n`;
    await Deno.writeTextFile(`${folder}/mx.yaml`, hosts);
    const args = ["run", `${folder}/mx.yaml`, ...more];
    await smtpspec([...args, "--report", `json=${folder}/json`]);
    const made = await smtpspec(["baseline", `${folder}/json`, "--output", `${folder}/known.yaml`]);
    assertEquals(made.code, 0);
    assertStringIncludes(await Deno.readTextFile(`${folder}/known.yaml`), "id: small/vrfy@localhost\n");
    const known = await smtpspec([...args, "--baseline", `${folder}/known.yaml`]);
    assertEquals(known.code, 0, known.out + known.err);
    await Deno.writeTextFile(`${folder}/stale.yaml`, "known:\n  - {id: small/vrfy, verdict: fail}\n");
    const stale = await smtpspec([...args, "--baseline", `${folder}/stale.yaml`]);
    assertStringIncludes(
      stale.out.replace(/\s+/g, " "),
      "there is no such case: write an entry of each host: small/vrfy@127.0.0.1, small/vrfy@localhost",
    );
  });
});

Deno.test("smtpspec merge puts the shards of several hosts together as they are in the whole", async () => {
  await withHosts(async ({ one, two, folder }) => {
    const run = (name: string, ...shard: string[]) =>
      smtpspec(["run", ...targetsOf({ one, two }), ...more, ...shard, "--report", `json=${folder}/${name}`]);
    await run("whole");
    await run("first", "--shard", "1/2");
    await run("second", "--shard", "2/2");
    const [first, second] = [await reportAt(`${folder}/first`), await reportAt(`${folder}/second`)];
    const casesOf = ({ results }: Report, host: string) =>
      results.filter((result) => result.host === host).map(({ id }) => id.replace(`@${host}`, ""));
    for (const shard of [first, second]) {
      assert(shard.results.length > 0);
      assertEquals(casesOf(shard, "127.0.0.1"), casesOf(shard, "localhost"));
    }
    const parts = [`${folder}/first`, `${folder}/second`];
    await smtpspec(["merge", ...parts, "--report", `json=${folder}/merged`]);
    const { out, code } = await smtpspec(["diff", `${folder}/whole`, `${folder}/merged`]);
    assertEquals(code, 0, out);
    assertMatch(out, /0 worse, .* 0 new, 0 gone, 12 alike/s);
  });
});

Deno.test("smtpspec explain takes the id of a result with role and host", async () => {
  const plain = await smtpspec(["explain", "small/vrfy", "--cases", smallCases]);
  assertMatch(plain.out, /^small\/vrfy\n/);
  for (const id of ["small/vrfy@mx1.test", "small/vrfy@::1"]) {
    assertEquals(await smtpspec(["explain", id, "--cases", smallCases]), plain);
  }
  const lint = await smtpspec(["explain", "replies/lint/code@mx1.test", "--cases", smallCases]);
  assertEquals(lint.code, 0);
  assertEquals(lint, await smtpspec(["explain", "replies/lint/code", "--cases", smallCases]));
});

Deno.test("smtpspec run names the hosts where a pattern fits none of them", async () => {
  const { code, err } = await smtpspec([
    "run",
    "smtp://mx1.test",
    "smtp://mx2.test",
    "--only",
    "small@mx3.test",
    "--cases",
    smallCases,
  ]);
  assertEquals(code, 3);
  assertStringIncludes(unbroken(err), 'No host fits the --only pattern "small@mx3.test": mx1.test, mx2.test');
});

Deno.test("smtpspec init writes a target file of several hosts", async () => {
  await withHosts(async ({ one, two, folder }) => {
    const file = `${folder}/mx.yaml`;
    const made = await smtpspec(["init", ...targetsOf({ one, two }), "-4", "--output", file]);
    assertEquals([made.code, made.err], [0, ""]);
    const text = await Deno.readTextFile(file);
    assertStringIncludes(text, `  - {host: "127.0.0.1", ports: {mx: ${one.port}}}\n`);
    assertStringIncludes(text, `  - {host: "localhost", ports: {mx: ${two.port}}}\n`);
    assertEquals((await smtpspec(["check", file])).code, 0);
  });
});
