/** What selects cases, from the command line to the report: facts of a case, and what failed the last time. */
import { assertEquals, assertMatch } from "@std/assert";
import type { Script } from "../../peer/script.ts";
import { withServer } from "../../testing/scripted_server.ts";
import { smtpspec } from "../../testing/smtpspec.ts";
import { smallCases, unbroken, withFolder } from "../../testing/smtpspec_process.ts";

const script: Script = { answers: { VRFY: "550 no", HELP: "502 no help" } };

/** Lists the small cases that are selected; gives the last parts of their ids, or the error. */
async function listed(...flags: string[]): Promise<string> {
  const { out, err } = await smtpspec(["list", "--cases", smallCases, "--only", "small", ...flags]);
  return err === "" ? [...out.matchAll(/^small\/(\S+)/gm)].map(([, id]) => id).join(" ") : unbroken(err);
}

const selections: readonly (readonly [flags: string, ids: string])[] = [
  ["--level should", "help"],
  ["--level must --level should --rfc 5321", "noop help vrfy again[one] again[two]"],
  ["--rfc 5321-3.5", "vrfy"],
  ["--rfc 3030", "chunk"],
  ["--requirement 5321-4.1.1.9-a --skip small/again", "noop help vrfy chunk"],
  ["--impact interoperability --rfc 3030 --rfc 5321-3.5", "vrfy chunk"],
];

for (const [flags, ids] of selections) {
  Deno.test(`smtpspec list selects by ${flags}`, async () => assertEquals(await listed(...flags.split(" ")), ids));
}

const empties: readonly (readonly [flags: string, said: RegExp])[] = [
  ["--level may", /^error: small\/noop and 5 more fit --only small but do not fit --level may\n/],
  ["--impact loss", /^error: small\/noop and 5 more fit --only small but do not fit --impact loss\n/],
  [
    "--level should --rfc 3030",
    /^error: small\/help fits --only small --level should but does not fit --rfc "RFC 3030"\n/,
  ],
  ["--rfc 3003", /^error: No case fits the --rfc "RFC 3003"; did you mean "RFC 3030"\?/],
  [
    "--requirement 5321-4.1.1.9-aa",
    /^error: No case fits the --requirement "5321-4\.1\.1\.9-aa"; did you mean "5321-4\.1\.1\.9-a"\?/,
  ],
  ["--requirement 5321-4.1.1.8-a", /^error: No case fits the --requirement "5321-4\.1\.1\.8-a"\n/],
];

for (const [flags, said] of empties) {
  Deno.test(`smtpspec list says which flag leaves nothing: ${flags}`, async () => {
    assertMatch(await listed(...flags.split(" ")), said);
  });
}

Deno.test("smtpspec list --json prints what is known of each case and rule, and of each requirement", async () => {
  const some = ["list", "--cases", smallCases, "--json"];
  const [cases, rules, requirements] = await Promise.all([
    smtpspec([...some, "--only", "small/chunk"]),
    smtpspec([...some, "--only", "replies/lint/code"]),
    smtpspec([...some, "--requirements", "--rfc", "5321 §4.1.1.9", "--level", "must"]),
  ]);
  assertEquals([cases.err, rules.err, requirements.err], ["", "", ""]);
  assertEquals(JSON.parse(cases.out).cases, [{
    ...{ kind: "case", id: "small/chunk", area: "small", title: "Some commands, for the tests of the command line" },
    ...{ level: "must", demand: "answer BDAT", impact: "interoperability", rfc: ["RFC 3030 §2"] },
    ...{ requirements: ["5321-4.1.1.9-a"], results: ["small/chunk"], ports: [], start: "ehlo", session: [] },
    ...{ requires: ["CHUNKING"], risks: [], since: null, file: `${smallCases}/small.yaml`, line: 22 },
  }]);
  const [rule] = JSON.parse(rules.out).cases;
  assertEquals([rule.kind, rule.id, rule.level], ["rule", "replies/lint/code", "must"]);
  const { suite, requirements: found } = JSON.parse(requirements.out);
  assertEquals(suite.name, "smtpspec");
  assertEquals(found.map(({ id, cases: own }: { id: string; cases: string[] }) => [id, own.length > 0])[0], [
    "5321-4.1.1.9-a",
    true,
  ]);
  assertEquals(
    new Set(found.map(({ section, level }: { section: string; level: string }) => `${section} ${level.split(" ")[0]}`)),
    new Set(["4.1.1.9 must"]),
  );
});

Deno.test("smtpspec run --last-failed plays what failed or warned in a report, and says what it selected by", async () => {
  await withFolder(async (folder) => {
    const [first, second, third] = [`${folder}/1.json`, `${folder}/2.json`, `${folder}/3.json`];
    const { again, none, report } = await withServer(script, async ({ port }) => {
      const run = (...more: string[]) =>
        smtpspec(["run", `smtp://127.0.0.1:${port}`, "--cases", smallCases, "--skip", "replies", ...more]);
      await run("--report", `json=${first}`);
      const again = await run("--last-failed", first, "--level", "must", "--report", `json=${second}`);
      await run("--only", "small/noop", "--report", `json=${third}`);
      const none = await run("--last-failed", third);
      return { again, none, report: JSON.parse(await Deno.readTextFile(second)) };
    });
    assertEquals([again.code, again.err], [1, ""]);
    assertEquals(report.results.map(({ id }: { id: string }) => id), ["small/vrfy"]);
    assertEquals([report.options.levels, report.options.lastFailed, report.options.rfcs], [["must"], first, undefined]);
    assertEquals(none.code, 3);
    assertEquals(
      unbroken(none.err),
      "error: Nothing failed or warned in the report of --last-failed\n  leave --last-failed out\n",
    );
  });
});

Deno.test("smtpspec run --last-failed warns of what is no longer there, and refuses what is no report", async () => {
  await withFolder(async (folder) => {
    const own = `${folder}/own.yaml`;
    const write = (id: string) =>
      Deno.writeTextFile(
        own,
        `title: Own\ncases:\n  - {id: ${id}, must: do it, send: VRFY a, reply: 252}\n  - {id: help, must: do it, send: HELP, reply: 214}\n`,
      );
    const [gone, odd] = await withServer(script, async ({ port }) => {
      const run = (...more: string[]) =>
        smtpspec(["run", `smtp://127.0.0.1:${port}`, "--cases", own, "--skip", "replies", "--skip", "sanity", ...more]);
      await write("old");
      await run("--report", `json=${folder}/1.json`);
      await write("new");
      return [await run("--last-failed", `${folder}/1.json`), await run("--last-failed", own)];
    });
    assertEquals(gone?.code, 1);
    assertEquals(
      unbroken(gone?.err ?? ""),
      "warning: What failed in the report of --last-failed is not all there any more: own/old\n",
    );
    assertEquals(odd?.code, 3);
    assertMatch(unbroken(odd?.err ?? ""), /^error: Cannot use ".*own\.yaml": it is no JSON/);
  });
});

Deno.test("smtpspec run --dry-run prints what is played, what is skipped and why, and the time, and connects to nothing", async () => {
  await withFolder(async (folder) => {
    const { dry, sessions } = await withServer(script, async ({ port, sessions }) => {
      const more = [
        "--area",
        "commands",
        "--only",
        "commands/noop",
        "--only",
        "commands/vrfy",
        "--report",
        `json=${folder}/r.json`,
        "--wait",
        "5s",
      ];
      const dry = await smtpspec(["run", `smtp://127.0.0.1:${port}`, "--dry-run", ...more]);
      return { dry, sessions: sessions.length };
    });
    assertEquals([dry.code, dry.err, sessions], [0, "", 0]);
    assertMatch(dry.out, /^To be played \([0-9]+\)\n {2}commands\/noop\/\S+ {2}at mx\n/);
    assertMatch(dry.out, /\n\nSkipped \([0-9]+\)\n {2}missing: --/);
    assertMatch(dry.out, /\n[0-9]+ results on 1 port, [0-9]+ to be played: about [0-9]+ s\n\nNothing was sent\./);
    assertEquals([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("smtpspec run --dry-run plans each of several hosts on its terms, and counts the pauses", async () => {
  const { out, err } = await smtpspec([
    ...["run", "smtp://127.0.0.1:2525", "smtp://192.0.2.1:25", "--dry-run", "--cases", smallCases],
    ...["--only", "small", "--skip", "small/help@192.0.2.1"],
  ]);
  assertEquals(err, "");
  assertMatch(out, /^To be played \(11\)\n {2}small\/noop@127\.0\.0\.1 {2}at mx@127\.0\.0\.1\n {2}small\/help@127/);
  assertMatch(
    out,
    /\n11 results on 2 ports, 11 to be played: about 4 s, for the pause of 1 s between\n5 connections\n/,
  );
});

Deno.test("smtpspec explain and --only ask for what was probably meant", async () => {
  const [explained, listed] = await Promise.all([
    smtpspec(["explain", "nop"]),
    smtpspec(["list", "--only", "gretting"]),
  ]);
  assertEquals([explained.code, listed.code], [3, 3]);
  assertMatch(explained.err, /^error: There is no case "nop"\n {2}did you mean "commands\/noop"/);
  assertMatch(unbroken(listed.err), /^error: No case fits the --only pattern "gretting"; did you mean "greeting"\?/);
});
