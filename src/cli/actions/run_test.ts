import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { isProblem } from "../../base/problem.ts";
import { readReport } from "../../report/json.ts";
import type { Report } from "../../report/report.ts";
import { nothing, type Script } from "../../peer/script.ts";
import type { ScriptedServer } from "../../peer/scripted_server.ts";
import { withServer } from "../../testing/scripted_server.ts";
import { smtpspec } from "../../testing/smtpspec.ts";
import {
  endOf,
  smallCases,
  smtpspecArgs,
  smtpspecChild,
  startSmtpspec,
  unbroken,
  withFolder,
} from "../../testing/smtpspec_process.ts";

const script: Script = { answers: { VRFY: "550 \x1b[31m<script>&]]>\r\n::error::", HELP: "502 no help" } };
const runOn = ({ port }: Pick<ScriptedServer, "port">, ...more: string[]) => [
  ...["run", `smtp://127.0.0.1:${port}`, "--rcpt", "alice@mx.test", "--cases", smallCases],
  ...more,
];

async function reportAt(path: string): Promise<Report> {
  const report = readReport(await Deno.readTextFile(path));
  if (isProblem(report)) throw new Error(report.message);
  return report;
}

/** Has a password in the environment variable WORD while something is done. */
async function withWord<Result>(word: string, act: () => Promise<Result>): Promise<Result> {
  Deno.env.set("WORD", word);
  try {
    return await act();
  } finally {
    Deno.env.delete("WORD");
  }
}

const verdicts = ({ results }: Report) => results.map(({ id, verdict }) => `${id} ${verdict}`);

Deno.test("smtpspec run writes all reports that are asked for and exits 1 after a failure", async () => {
  await withFolder(async (folder) => {
    const reports = ["json", "junit", "tap"].flatMap((format) => ["--report", `${format}=${folder}/${format}`]);
    const { code, out, err } = await withServer(
      script,
      (server) => smtpspec(runOn(server, "--only", "small", ...reports)),
    );
    assertEquals([code, err], [1, ""]);
    const report = await reportAt(`${folder}/json`);
    assertEquals(verdicts(report), [
      "small/noop pass",
      "small/help warn",
      "small/vrfy fail",
      "small/chunk skip",
      "small/again[one] pass",
      "small/again[two] pass",
    ]);
    assert(report.complete);
    assertStringIncludes(out, "FAIL  1. small/vrfy");
    assertStringIncludes(out, "3 passed, 1 warned, 1 failed, 0 inconclusive, 1 skipped");
    const [junit, tap] = [await Deno.readTextFile(`${folder}/junit`), await Deno.readTextFile(`${folder}/tap`)];
    assertMatch(junit, /<testsuites name="smtpspec" tests="6" failures="1" errors="0" skipped="1"/);
    assertMatch(tap, /^TAP version 14\n1\.\.6\n/);
    assertMatch(tap, /\nnot ok 3 - small\/vrfy\n/);
    for (const text of [out, junit, tap]) {
      assert(!text.includes("\x1b"), "a terminal escape of the server got through");
      assert(!text.includes("\n::"), "a workflow command of the server got through");
    }
    assert(!junit.includes("<script>"), "markup of the server got through");
    const again = await smtpspec(["render", `${folder}/json`, "--report", "junit"]);
    assertEquals([again.code, again.out], [0, junit]);
  });
});

Deno.test("smtpspec run writes into its report of which version's suite the cases are", async () => {
  await withFolder(async (folder) => {
    const json = (suite: readonly string[]) =>
      withServer(script, async (server) => {
        await smtpspec(runOn(server, "--only", "small/noop", ...suite, "--report", `json=${folder}/json`));
        return (await reportAt(`${folder}/json`)).options.suite;
      });
    assertEquals([await json([]), await json(["--suite", "0.1.0"])], [undefined, "0.1.0"]);
  });
});

Deno.test("smtpspec run exits 0 when all conforms, 1 at a warning when it is strict, and needs few permissions", async () => {
  const [good, strict] = await withServer(script, (server) =>
    Promise.all([
      smtpspecChild(runOn(server, "--only", "small/noop", "--report", "json"), {
        granted: ["--allow-read", `--allow-net=127.0.0.1:${server.port}`, "--ignore-env"],
      }),
      smtpspec(runOn(server, "--only", "small/help", "--strict")),
    ]));
  assertEquals([good.code, good.err], [0, ""]);
  const report = readReport(good.out);
  assertEquals(isProblem(report) ? report.message : verdicts(report), ["small/noop pass"]);
  assertEquals([strict.code, strict.err], [1, "error: With --strict, a warning counts as a failure\n"]);
});

Deno.test("smtpspec exits 4 when nobody listens, and run writes the report", async () => {
  await withFolder(async (folder) => {
    const [run, init] = await Promise.all([
      smtpspec(runOn({ port: 1 }, "--report", `json=${folder}/json`)),
      smtpspec(["init", "smtp://127.0.0.1:1"]),
    ]);
    assertEquals([run.code, init.code, init.out], [4, 4, ""]);
    assertEquals(
      run.err,
      "error: The first sanity check failed at the endpoint mx: the connection was\n       refused\n",
    );
    assertEquals(init.err, "error: Cannot query the endpoint mx: the connection was refused\n");
    const report = await reportAt(`${folder}/json`);
    assert(report.summary.inconclusive > 0);
    assertEquals(report.summary.pass + report.summary.fail, 0);
  });
});

Deno.test("smtpspec run names what it may not do, and does not blame the server", async () => {
  const granted = ["--allow-read", "--allow-net=127.0.0.1:1", "--ignore-env"];
  const { net, write, folder, count } = await withServer({}, async (server) => {
    const [net, write, folder] = await Promise.all([
      smtpspecChild(runOn(server), { granted }),
      smtpspecChild(runOn(server, "--report", "json=x.json"), { granted }),
      withFolder((folder) => smtpspec(runOn(server, "--report", `json=${folder}/at/all.json`))),
    ]);
    return { net, write, folder, count: server.sessions.length };
  });
  assertEquals([net.code, write.code, folder.code, count], [4, 3, 3, 0]);
  assertMatch(net.err, /--allow-net/);
  assert(!/unreachable|was refused/.test(net.out + net.err), net.out + net.err);
  assertMatch(write.err, /^error: Cannot write "x\.json": Deno was not allowed to \(--allow-write=x\.json\)\n/);
  assertMatch(unbroken(folder.err), /^error: Cannot write ".*\/at\/all\.json": there is no folder ".*\/at"\n/);
});

Deno.test("smtpspec run says on one line how to mend a wrong flag, and exits 3", async () => {
  const [flag, glob, empty] = await Promise.all([
    smtpspec(["run", "127.0.0.1:1", "--ony", "x"]),
    smtpspec(["run", "127.0.0.1:1", "--cases", smallCases, "--only", "small/nop"]),
    smtpspec(["run", "127.0.0.1:1", "--cases", smallCases, "--skip", "**"]),
  ]);
  assertEquals([flag.code, glob.code, empty.code], [3, 3, 3]);
  assertMatch(flag.err, /^error: Unknown option "--ony"\n.*--only/);
  assertMatch(glob.err, /^error: No case fits the --only pattern "small\/nop"; did you mean "small\/noop"\?\n/);
  assertMatch(empty.err, /^error: .*/);
  assertEquals(flag.out + glob.out + empty.out, "");
});

Deno.test("smtpspec run shows no progress and no colour where there is no terminal", async () => {
  const [plain, none] = await withServer(script, (server) =>
    Promise.all([
      smtpspecChild(runOn(server), { env: { FORCE_COLOR: "1" } }),
      smtpspecChild(runOn(server), { env: { NO_COLOR: "1" } }),
    ]));
  for (const { out, err } of [plain, none]) {
    assertEquals(err, "");
    assert(!out.includes("\x1b") && !out.includes("\r"), "there are controls in the output");
  }
});

Deno.test("smtpspec run writes the report of what was done when it is interrupted, and exits 130", async () => {
  await withFolder(async (folder) => {
    const { code, err } = await withServer({ answers: { VRFY: nothing } }, async (server) => {
      const child = startSmtpspec(runOn(server, "--jobs", "1", "--report", `json=${folder}/json`));
      const end = endOf(child);
      await server.seen(/^VRFY/);
      child.kill("SIGINT");
      return await end;
    });
    assertEquals(code, 130, err);
    const report = await reportAt(`${folder}/json`);
    assertEquals(report.complete, false);
    assertEquals(report.results.some(({ id }) => id === "small/noop"), true);
    assertEquals(report.results.some(({ id }) => id === "small/vrfy"), false);
  });
});

Deno.test("smtpspec run warns of a password that is too short to be masked", async () => {
  const errors = await withServer({}, async (server) => {
    const run = (word: string) =>
      withWord(word, () => smtpspec(runOn(server, "--user", "alice", "--pass-env", "WORD", "--only", "small/noop")));
    return [(await run("abc")).err, (await run("abcd")).err];
  });
  assertEquals(errors.map((err) => err.replace(/\s{2,}/g, " ")), [
    "warning: A password has fewer than 4 characters and cannot be masked: reports may show it\n",
    "",
  ]);
});

Deno.test("smtpspec run keeps a password out of its output", async () => {
  await withFolder(async (folder) => {
    const secret = "s3cr3t-w0rd";
    const { code, out, err } = await withServer({ answers: { VRFY: `550 ${secret}` } }, (server) =>
      withWord(
        secret,
        () =>
          smtpspec(
            runOn(server, "--user", "alice", "--pass-env", "WORD", "--verbose", "--report", `json=${folder}/json`),
          ),
      ));
    assertEquals(code, 1);
    const text = out + err + await Deno.readTextFile(`${folder}/json`);
    assert(!text.includes(secret), "the password got out");
    assertStringIncludes(text, "550 ***");
  });
});

Deno.test("smtpspec run writes its files where standard output and error are full, and exits 5", async () => {
  await withFolder(async (folder) => {
    const status = await withServer(script, async (server) => {
      const args = runOn(server, "--only", "small", "--report", "console", "--report", `json=${folder}/smtp.json`);
      const command = `"$@" > /dev/full 2> /dev/full`;
      return await new Deno.Command("bash", {
        args: ["-c", command, "bash", Deno.execPath(), ...smtpspecArgs(args)],
        stdin: "null",
      }).spawn().status;
    });
    assertEquals(status.code, 5);
    assertEquals((await reportAt(`${folder}/smtp.json`)).results.length, 6);
  });
});

for (const signal of ["SIGTERM", "SIGHUP"] as const) {
  Deno.test(`smtpspec run writes a whole report at ${signal}`, async () => {
    await withFolder(async (folder) => {
      const { code } = await withServer({ answers: { VRFY: nothing } }, async (server) => {
        const child = startSmtpspec(runOn(server, "--only", "small", "--report", `json=${folder}/smtp.json`));
        await server.seen(/^VRFY/);
        child.kill(signal);
        return await endOf(child);
      });
      assertEquals(code, 130);
      assertEquals((await reportAt(`${folder}/smtp.json`)).complete, false);
    });
  });
}

Deno.test("smtpspec run says that more than a fifth is inconclusive when that is why it exits 4", async () => {
  const { code, err } = await withServer(
    { answers: { VRFY: "450 4.7.1 not you", HELP: "450 4.7.1 not you" } },
    (server) => smtpspec(runOn(server, ...["noop", "vrfy", "help"].flatMap((name) => ["--only", `small/${name}`]))),
  );
  assertEquals(code, 4, err);
  assertMatch(err, /^error: 2 of 3 results are inconclusive, more than a fifth: that is no test$/m);
});

Deno.test("smtpspec run refuses a Maildir whose folder is not there before it connects, and takes one without new and cur", async () => {
  await withFolder(async (folder) => {
    const { flag, file, empty, count } = await withServer(script, async (server) => {
      await Deno.writeTextFile(
        `${folder}/mx.yaml`,
        `host: 127.0.0.1\nports: {mx: ${server.port}}\nrcpt: alice@mx.test\n` +
          `mailboxes: {alice@mx.test: {maildir: ${folder}/lost}}\n`,
      );
      const noop = ["--cases", smallCases, "--only", "small/noop"];
      const flag = await smtpspec(runOn(server, "--only", "small/noop", "--maildir", `${folder}/none`));
      const file = await smtpspec(["run", `${folder}/mx.yaml`, ...noop]);
      const count = server.sessions.length;
      const empty = await smtpspec(runOn(server, "--only", "small/noop", "--maildir", folder));
      return { flag, file, empty, count };
    });
    const flat = (err: string) => err.replace(/\s+/g, " ");
    const hint = "correct that, or make the folder, with the owner as whom the server delivers";
    assertEquals([flag.code, file.code, empty.code, count], [3, 3, 0, 0]);
    assertEquals(
      flat(flag.err),
      `error: Cannot read the Maildir of alice@mx.test: there is no folder "${folder}/none" --maildir names it: ${hint} `,
    );
    assertEquals(
      flat(file.err),
      `error: Cannot read the Maildir of alice@mx.test: there is no folder "${folder}/lost" mailboxes names it: ${hint} `,
    );
  });
});

Deno.test("smtpspec run exits 3 where --mine names no host of the target, or none at all", async () => {
  const [other, wild, many] = await Promise.all([
    smtpspec(runOn({ port: 1 }, "--mine", "mx.test")),
    smtpspec(runOn({ port: 1 }, "--mine", "*")),
    smtpspec(["run", "192.0.2.1", "--jobs", "3"]),
  ]);
  assertEquals([other, wild, many].map(({ code, out }) => [code, out]), [[3, ""], [3, ""], [3, ""]]);
  assertEquals(other.err, 'error: --mine "mx.test" is no host of this target\n  its hosts are 127.0.0.1\n');
  assertMatch(wild.err, /^error: Cannot use --mine "\*" as a host\n {2}write a host name or an IP address/);
  assertEquals(
    many.err,
    "error: Cannot use --jobs 3 at 192.0.2.1, which is not on loopback: 2 at most\n" +
      "  where the host is yours to test, add --mine 192.0.2.1\n",
  );
});
