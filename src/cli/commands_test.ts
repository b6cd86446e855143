import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { withServer } from "../testing/scripted_server.ts";
import { smtpspec } from "../testing/smtpspec.ts";
import { root, smallCases, smtpspecChild, startSmtpspec, unbroken, withFolder } from "../testing/smtpspec_process.ts";

Deno.test("smtpspec list shows the cases without a connection", async () => {
  const { code, out, err } = await smtpspecChild(["list", "--cases", smallCases, "--only", "small"], {
    granted: ["--allow-read", "--ignore-env"],
  });
  assertEquals([code, err], [0, ""]);
  assertMatch(out, /^small\/noop +must +interoperability\n/);
  assertMatch(out, /\nsmall\/chunk +must +interoperability +CHUNKING\n/);
  assertMatch(out, /\n5 cases, 6 variants in 1 area\n$/);
});

Deno.test("smtpspec ends quietly when its reader goes away, with more to print than a pipe holds", async () => {
  const child = startSmtpspec(["render", `${root}/src/testdata/reports/hostile.json`, "--report", "json"]);
  const err = new Response(child.stderr).text();
  await child.stdout.cancel();
  assertEquals([(await child.status).code, await err], [0, ""]);
});

Deno.test("smtpspec list shows of an older suite the cases that were there", async () => {
  await withFolder(async (folder) => {
    const each = (id: string, more: string) => `  - {id: ${id}, must: do it, ${more}send: NOOP, reply: 250}\n`;
    const cases = each("first", "") + each("second", "since: 0.1.0, ") + each("third", "since: 999.0.0, ");
    await Deno.writeTextFile(`${folder}/own.yaml`, `title: Own\ncases:\n${cases}`);
    const list = (...more: string[]) => smtpspec(["list", "--cases", folder, "--only", "own", ...more]);
    const [all, older, now] = await Promise.all([list(), list("--suite", "0.0.9"), list("--suite", "0.1.0")]);
    const ids = (out: string) => [...out.matchAll(/^own\/(\w+)/gm)].map(([, id]) => id);
    assertEquals([all.err, older.err, now.err], ["", "", ""]);
    assertEquals(ids(all.out), ["first", "second", "third"]);
    assertEquals([ids(older.out), ids(now.out)], [["first"], ["first", "second"]]);
  });
});

Deno.test("smtpspec explain says what a case is about, what passes, and what is near an unknown id", async () => {
  const [known, unknown] = await Promise.all([
    smtpspec(["explain", "small/help", "--cases", smallCases]),
    smtpspec(["explain", "small/hlp", "--cases", smallCases]),
  ]);
  assertEquals([known.code, known.err], [0, ""]);
  assertStringIncludes(known.out, "The server SHOULD answer HELP with 211 or 214");
  assertStringIncludes(known.out, "RFC 5321 §4.1.1.8");
  assertEquals(unknown.code, 3);
  assertMatch(unknown.err, /^error: There is no case "small\/hlp"\n.*"small\/help"/);
});

Deno.test("smtpspec list --requirements shows each RFC within 80 columns, and counts what has a case", async () => {
  const { code, out, err } = await smtpspec(["list", "--requirements", "--cases", smallCases]);
  assertEquals([code, err], [0, ""]);
  assertMatch(out, /^RFC 1123 Requirements for Internet Hosts/);
  assertMatch(out, /\nRFC 5321 +\d+ of \d+ +0 of \d+ +0 of \d+ +\d+ of \d+\n/);
  assertMatch(out, /\n\d+ requirements; \d+ have neither a case nor a reason why not\n$/);
  assertEquals(out.split("\n").filter((line) => line.length > 80), []);
});

Deno.test("smtpspec check takes good files, and shows all problems of bad ones", async () => {
  await withFolder(async (folder) => {
    const bad = `${folder}/bad.yaml`;
    await Deno.writeTextFile(bad, "title: Bad\ncases:\n  - id: one\n    must: work\n    sned: NOOP\n    reply: 25O\n");
    const known = `${folder}/known.yaml`;
    await Deno.writeTextFile(known, "known:\n  - {id: small/nop, verdict: fail}\n");
    const [good, poor, unknown, lost] = await Promise.all([
      smtpspec(["check", smallCases]),
      smtpspec(["check", bad]),
      smtpspec(["check", smallCases, known]),
      smtpspec(["check", `${folder}/lost.yaml`]),
    ]);
    assertEquals([good.code, good.out, good.err], [0, "5 cases, 6 variants in 1 file: no problems\n", ""]);
    assertEquals([poor.code, poor.out], [3, ""]);
    assertStringIncludes(poor.err, 'Unknown key "sned"');
    assertStringIncludes(poor.err, 'Cannot read reply pattern "25O"');
    assertEquals(unknown.code, 3);
    assertMatch(
      unknown.err,
      /^error: No result has the id "small\/nop"\n.*known\.yaml:2:10\n[^]* did you mean "small\/noop"/,
    );
    assertEquals(lost.code, 3);
    assertMatch(unbroken(lost.err), /^error: Cannot find "/);
  });
});

Deno.test("smtpspec init asks the server, and writes a target file that check and run take", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/target.yaml`;
    const hostile = ["SIZE 1000", "STARTTLS", "X-\x1b[31m\rrcpt: evil@mx.test"];
    await withServer({ offers: hostile }, async ({ port }) => {
      const made = await smtpspec(["init", `smtp://127.0.0.1:${port}`, "--client", "[127.0.0.1]", "--output", file]);
      assertEquals([made.code, made.out, made.err], [0, "", ""]);
      const [checked, twice, ran] = await Promise.all([
        smtpspec(["check", file]),
        smtpspec(["init", `smtp://127.0.0.1:${port}`, "--output", file]),
        smtpspec(["run", file, "--cases", smallCases, "--only", "small/noop"]),
      ]);
      assertEquals([checked.code, checked.err, checked.out], [0, "", "1 target file: no problems\n"]);
      assertEquals(twice.code, 3);
      assertMatch(twice.err, /already exists/);
      assertEquals([ran.code, ran.err], [0, ""]);
    });
    const text = await Deno.readTextFile(file);
    assertMatch(text, /^# {3}mx, plain: SIZE 1000, STARTTLS/m);
    assertMatch(text, /^# {3}mx, tls: SIZE 1000, STARTTLS/m);
    assert(!/^rcpt:/m.test(text) && !text.includes("\x1b"), "the server wrote into the target file");
  });
});

Deno.test("smtpspec render refuses what is no report", async () => {
  const { code, err } = await smtpspec(["render", `${smallCases}/small.yaml`]);
  assertEquals(code, 3);
  assertMatch(unbroken(err), /^error: Cannot use ".*small\.yaml": it is no JSON/);
});

Deno.test("smtpspec render puts several reports side by side, in the formats that can", async () => {
  const [ordinary, known] = ["ordinary", "known"].map((name) => `${root}/src/testdata/reports/${name}.json`);
  const both = ["render", ordinary ?? "", known ?? ""];
  const [shown, refused] = await Promise.all([smtpspec(both), smtpspec([...both, "--report", "junit"])]);
  assertEquals([shown.code, shown.err], [0, ""]);
  assertMatch(shown.out, /^# smtpspec: 2 reports compared\n/);
  assertEquals([refused.code, refused.out], [3, ""]);
  assertMatch(refused.err, /^error: Cannot compare reports as "junit"\n {2}write --report html or markdown\n/);
});
