import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { isProblem } from "../../base/problem.ts";
import type { Script } from "../../peer/script.ts";
import { withServer } from "../../testing/scripted_server.ts";
import { readReport } from "../../report/json.ts";
import { smtpspec } from "../../testing/smtpspec.ts";
import { smallCases, smtpspecChild, unbroken, withFolder } from "../../testing/smtpspec_process.ts";

const crooked: Script = { answers: { VRFY: "550 5.1.1 No such user", HELP: "502 no help" } };
const mended: Script = { answers: { VRFY: "252 Perhaps", HELP: "214 Help yourself" } };

/** Runs the small cases against a server; extra words go to smtpspec. */
function run(script: Script, ...more: readonly string[]) {
  return withServer(
    script,
    ({ port }) =>
      smtpspec([...["run", `smtp://127.0.0.1:${port}`, "--rcpt", "alice@mx.test", "--cases", smallCases], ...more]),
  );
}

Deno.test("a baseline made of a run lets that run pass, and no other", async () => {
  await withFolder(async (folder) => {
    const [json, known] = [`${folder}/run.json`, `${folder}/known.yaml`];
    const first = await run(crooked, "--report", `json=${json}`);
    const made = await smtpspec(["baseline", json, "--output", known]);
    const twice = await smtpspec(["baseline", json, "--output", known]);
    assertEquals([first.code, made.code, twice.code], [1, 0, 3]);
    assertEquals(made.err, `${known}: 1 added, 0 changed, 0 removed\n`);
    assertMatch(unbroken(twice.err), /^error: ".*known\.yaml" already exists\n {2}--update /);

    const same = await run(crooked, "--baseline", known);
    assertEquals([same.code, same.err], [0, ""]);
    assertMatch(same.out, /\nKnown failures, xfail \(1\)\n {2}1 × received 550 5\.1\.1 No such user\n/);

    const worse = await run({ answers: { ...crooked.answers, VRFY: "250 Ok" } }, "--baseline", known);
    assertEquals(worse.code, 1);
    assertMatch(
      worse.out,
      /Stale entries of the baseline \(1\)\n {2}small\/vrfy\n {6}\S+known\.yaml:\d+: it fails with 250,\s+and is known to\s+fail with 550/,
    );

    const better = await run(mended, "--baseline", known, "--report", `json=${json}`);
    assertEquals(better.code, 2);
    assertMatch(unbroken(better.err), /^error: 1 entry of ".*known\.yaml" is stale; the report lists them\n/);
    assertStringIncludes(better.err, `\n    deno task smtpspec baseline ${json} --update ${known}\n`);
    assertMatch(better.out, /known\.yaml:\d+: it\s+passes, and is known to fail with\s+550 5\.1\.1/);

    const updated = await smtpspec(["baseline", json, "--update", known]);
    assertEquals([updated.code, updated.out], [0, ""]);
    assertStringIncludes(updated.err, "0 added, 0 changed, 1 removed\n  removed:\n    small/vrfy\n");
    assertEquals((await run(mended, "--baseline", known)).code, 0);
  });
});

const entry = (id: string, more = "") => `known:\n  - id: ${id}\n    verdict: fail\n    saw: 550\n${more}`;
const baselines:
  readonly (readonly [name: string, text: string, code: number, says: RegExp, more?: readonly string[]])[] = [
    ["names no case", entry("small/vrfi"), 1, /small\/vrfi\n +\S+known\.yaml:2: there is no such case/],
    ["names no case, without a failure", entry("small/vrfi"), 2, /there is no such case/, ["--skip", "small/vrfy"]],
    ["names a case that was left out", entry("small/vrfy"), 0, /passed, 1 warned, 0 failed/, [
      "--only",
      "small/noop",
      "--only",
      "small/help",
    ]],
    [
      "is over",
      entry("small/vrfy", "    expires: 2026-01-31\n"),
      1,
      /until\s+2026-01-31: fix/,
    ],
    [
      "has its reason",
      entry("small/vrfy", "    why: not ours\n    link: mx.test/7\n"),
      0,
      /1 × not ours, mx\.test\/7\n/,
    ],
    ["knows of no warning, strictly", entry("small/vrfy"), 1, /0 failed/, ["--strict"]],
    ["knows a warning, strictly", `${entry("small/vrfy")}  - {id: small/help, verdict: warn}\n`, 0, /2 xfail/, [
      "--strict",
    ]],
  ];

for (const [name, text, code, says, more = []] of baselines) {
  Deno.test(`smtpspec run exits ${code} where the baseline ${name}`, async () => {
    await withFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/known.yaml`, text);
      const left = await run(crooked, "--baseline", `${folder}/known.yaml`, ...more);
      assertEquals(left.code, code, left.err);
      assertMatch(left.out, says);
    });
  });
}

Deno.test("smtpspec run does not stop at a known failure with --fail-fast", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/known.yaml`, entry("small/vrfy"));
    const flags = [
      "--fail-fast",
      "--jobs",
      "1",
      "--baseline",
      `${folder}/known.yaml`,
      "--report",
      `json=${folder}/json`,
    ];
    assertEquals((await run(crooked, ...flags)).code, 0);
    const report = readReport(await Deno.readTextFile(`${folder}/json`));
    assertEquals(isProblem(report) ? report.message : report.complete, true);
  });
});

Deno.test("smtpspec run and check show what is wrong with a baseline, and exit 3 before anything is sent", async () => {
  await withFolder(async (folder) => {
    const known = `${folder}/known.yaml`;
    await Deno.writeTextFile(known, "known:\n  - id: small/vrfy\n    verdit: fail\n");
    const lost = await smtpspec(["run", "127.0.0.1:1", "--cases", smallCases, "--baseline", `${folder}/lost.yaml`]);
    const [ran, checked] = await Promise.all([
      smtpspec(["run", "127.0.0.1:1", "--cases", smallCases, "--baseline", known]),
      smtpspec(["check", smallCases, known]),
    ]);
    assertEquals([ran.code, checked.code, lost.code], [3, 3, 3]);
    for (const { err } of [ran, checked]) {
      assertMatch(err, /^error: An entry needs "verdict"\n/);
      assertMatch(err, /Unknown key "verdit"\n {2}--> .*known\.yaml:3:5\n[^]*did you mean "verdict"\?/);
    }
    assertMatch(
      unbroken(lost.err),
      /^error: Cannot find ".*lost\.yaml"\n {2}smtpspec baseline REPORT\.json --output FILE/,
    );
    await Deno.writeTextFile(known, entry("small/vrfy"));
    await Deno.writeTextFile(known, entry("commands/noop/plain"));
    assertEquals((await smtpspec(["check", known])).out, "1 baseline: no problems\n");
  });
});

Deno.test("a baseline in the words of an older version is understood, named by check and carried over", async () => {
  await withFolder(async (folder) => {
    const [json, known] = [`${folder}/run.json`, `${folder}/known.yaml`];
    const closing: Script = { answers: { VRFY: [{ kind: "close", how: "fin" }], HELP: "214 Help yourself" } };
    const old = "known:\n  # on each try\n  - id: small/vrfy\n    verdict: fail\n    saw: the server closed (FIN)\n" +
      "    why: not ours\n";
    await Deno.writeTextFile(known, old);
    const ran = await run(closing, "--baseline", known, "--report", `json=${json}`, "--report", "console");
    assertEquals([ran.code, ran.err], [0, ""]);
    assertMatch(ran.out, /\nKnown failures, xfail \(1\)\n {2}1 × not ours\n/);

    const check = () => smtpspec(["check", smallCases, known]);
    const checked = await check();
    assertEquals([checked.code, checked.out], [0, "5 cases, 6 variants in 1 file, 1 baseline: no problems\n"]);
    assertMatch(checked.err, /^warning: "the server closed \(FIN\)" is no key, but words of an older version\n/);
    assertMatch(checked.err, /known\.yaml:5:10\n[^]*smtpspec baseline REPORT\.json --update[ \n|]+.*known\.yaml/);

    const updated = await smtpspec(["baseline", json, "--update", known]);
    assertEquals([updated.code, updated.out], [0, ""]);
    assertEquals(
      updated.err,
      `${known}: 0 added, 0 changed, 0 removed, 1 carried over from the words of an older version\n` +
        "  carried over:\n    small/vrfy\n",
    );
    assertEquals(await Deno.readTextFile(known), old.replace("the server closed (FIN)", "close"));
    assertEquals((await check()).err, "");
    assertEquals((await run(closing, "--baseline", known)).code, 0);
  });
});

Deno.test("smtpspec baseline --update and init write beside the place and rename, with no more permissions", async () => {
  await withFolder(async (folder) => {
    const [json, known, target] = [`${folder}/run.json`, `${folder}/known.yaml`, `${folder}/mx.yaml`];
    await run(crooked, "--report", `json=${json}`);
    await Deno.writeTextFile(known, "# nothing known\nknown: []\n");
    await Deno.writeTextFile(`${folder}/.mx.yaml.smtpspec-part`, "left by a run that was killed");
    const read = `--allow-read=${folder}`;
    const write = (file: string) => `--allow-write=${folder}/${file},${folder}/.${file}.smtpspec-part`;
    using reader = await Deno.open(known);
    const updated = await smtpspecChild(["baseline", json, "--update", known], {
      granted: [read, write("known.yaml"), "--ignore-env"],
    });
    assertEquals(updated.code, 0, updated.err);
    assertEquals(await new Response(reader.readable).text(), "# nothing known\nknown: []\n");
    assertMatch(await Deno.readTextFile(known), /^# nothing known\nknown:\n {2}# .*\n {2}- id: small\/vrfy\n/);
    const made = await withServer(
      crooked,
      ({ port }) =>
        smtpspecChild(["init", `smtp://127.0.0.1:${port}`, "--output", target], {
          granted: [read, write("mx.yaml"), `--allow-net=127.0.0.1:${port}`, "--ignore-env"],
        }),
    );
    assertEquals([made.code, made.err], [0, ""]);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assertEquals(names, ["known.yaml", "mx.yaml", "run.json"]);
  });
});
