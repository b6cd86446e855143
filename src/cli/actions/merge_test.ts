import { assert, assertEquals, assertMatch, assertStringIncludes, fail } from "@std/assert";
import { isProblem } from "../../base/problem.ts";
import type { Script } from "../../peer/script.ts";
import { withServer } from "../../testing/scripted_server.ts";
import { readReport } from "../../report/json.ts";
import type { Report } from "../../report/report.ts";
import { smtpspec } from "../../testing/smtpspec.ts";
import { smallCases, unbroken, withFolder } from "../../testing/smtpspec_process.ts";

const script: Script = { answers: { VRFY: "550 No", HELP: "502 no help" } };

async function reportAt(path: string): Promise<Report> {
  const report = readReport(await Deno.readTextFile(path));
  return isProblem(report) ? fail(report.message) : report;
}

/** Runs the small cases against a server of its own. */
function run(json: string, ...more: readonly string[]) {
  return withServer(script, ({ port }) =>
    smtpspec([
      ...["run", `smtp://127.0.0.1:${port}`, "--rcpt", "alice@mx.test", "--cases", smallCases],
      ...["--report", `json=${json}`, ...more],
    ]));
}

Deno.test("smtpspec merge makes of all shards what a run of the whole is", async () => {
  await withFolder(async (folder) => {
    const [whole, merged] = [`${folder}/whole.json`, `${folder}/merged.json`];
    const shards = ["1/3", "2/3", "3/3"].map((shard) => [shard, `${folder}/${shard[0]}.json`] as const);
    const [first, ...parts] = await Promise.all([
      run(whole),
      ...shards.map(([shard, json]) => run(json, "--shard", shard)),
    ]);
    assertEquals(first?.code, 1);
    assertEquals(parts.map(({ code }) => code).toSorted(), [0, 0, 1]);
    const files = shards.map(([, json]) => json);
    const joined = await smtpspec(["merge", ...files.toReversed(), "--report", `json=${merged}`]);
    assertEquals([joined.code, joined.err], [1, ""]);
    assertStringIncludes(joined.out, "FAIL  1. small/vrfy");
    const verdicts = ({ results }: Report) => results.map(({ id, verdict }) => `${id} ${verdict}`);
    assertEquals(verdicts(await reportAt(merged)), verdicts(await reportAt(whole)));

    const [lacking, lone, diff] = await Promise.all([
      smtpspec(["merge", files[0] ?? "", files[2] ?? ""]),
      smtpspec(["merge", whole]),
      smtpspec(["diff", whole, merged]),
    ]);
    assertEquals([lacking.code, lone.code, diff.code], [3, 3, 0]);
    assertMatch(
      lacking.err,
      /^error: Cannot merge: of 3 shards these are missing: 2\n {2}give the reports of all shards/,
    );
    assertMatch(unbroken(lone.err), /^error: Cannot merge: ".*whole\.json" is no shard: its run had no --shard\n/);
    assertMatch(diff.out, /0 worse, 0 better/);
  });
});

Deno.test("smtpspec merge does not look green where a shard was interrupted", async () => {
  await withFolder(async (folder) => {
    const json = `${folder}/1.json`;
    await run(json, "--shard", "1/1", "--skip", "small/vrfy");
    const report = await reportAt(json);
    await Deno.writeTextFile(json, JSON.stringify({ ...report, complete: false }));
    const { code, out } = await smtpspec(["merge", json]);
    assertEquals(code, 130);
    assertStringIncludes(out, "The run was cut short");
  });
});

Deno.test("smtpspec merge lets nothing of a stranger's report reach the terminal unescaped", async () => {
  await withFolder(async (folder) => {
    const json = `${folder}/1.json`;
    await run(json, "--shard", "1/1", "--only", "small/noop");
    const report = await reportAt(json);
    const sanityChecks = report.sanityChecks.map((check) => ({
      ...check,
      endpoint: "mx\r\n::error::",
      passed: false,
      reason: "\x1b[31m\n##[error]\x9b2J",
    }));
    await Deno.writeTextFile(json, JSON.stringify({ ...report, sanityChecks }));
    const { err } = await smtpspec(["merge", json]);
    assertMatch(
      err,
      /^(?:error: The (?:first|last) sanity check failed at the endpoint [ -~]+\n(?: {7}[ -~]+\n)*){2}$/,
    );
    assert(!err.includes("##["), "a command of a CI server got through");
  });
});

Deno.test("smtpspec run refuses a shard without a case", async () => {
  const shards = ["1/2", "2/2"].map((shard) =>
    smtpspec(["list", "--cases", smallCases, "--only", "small/noop", "--shard", shard])
  );
  const [full, empty] = (await Promise.all(shards)).toSorted((one, other) => one.code - other.code);
  assertEquals([full?.code, empty?.code], [0, 3]);
  assertMatch(empty?.err ?? "", /^error: The shard [12]\/2 of this selection is empty\n {2}take fewer shards\n/);
});

Deno.test("smtpspec diff exits 1 where something is worse, and 3 for what is no report", async () => {
  await withFolder(async (folder) => {
    const json = `${folder}/run.json`;
    await run(json);
    const report = await reportAt(json);
    const results = report.results.map((each) => ({
      ...each,
      verdict: each.id === "small/vrfy" ? "pass" : each.verdict,
    }));
    await Deno.writeTextFile(`${folder}/old.json`, JSON.stringify({ ...report, results }));
    const [worse, better, odd] = await Promise.all([
      smtpspec(["diff", `${folder}/old.json`, json]),
      smtpspec(["diff", json, `${folder}/old.json`]),
      smtpspec(["diff", json, `${folder}/lost.json`]),
    ]);
    assertEquals([worse.code, better.code, odd.code], [1, 0, 3]);
    assertMatch(worse.out, /^Worse \(1\)\n {2}small\/vrfy\n {6}pass → fail \(550 No\)\n/);
    assertMatch(better.out, /^Better \(1\)\n {2}small\/vrfy\n/);
    assertMatch(unbroken(odd.err), /^error: Cannot find ".*lost\.json"\n/);
  });
});
