/** The GitHub action: its script does what its words say, in the shell in which GitHub runs it. */
import { assert, assertEquals, assertMatch, assertStringIncludes, fail } from "@std/assert";
import { makeSource } from "./base/source.ts";
import { type Node, readYaml } from "./case/yaml.ts";
import { root, smallCases, withFolder } from "./testing/smtpspec_process.ts";
import type { Script } from "./peer/script.ts";
import { withServer } from "./testing/scripted_server.ts";

const text = await Deno.readTextFile(`${root}/action.yml`);
const { node: action, problems } = readYaml(makeSource("action.yml", text));

/** Walks into a map by keys and into a list by numbers. */
function at(node: Node | undefined, ...path: readonly (string | number)[]): Node | undefined {
  return path.reduce<Node | undefined>((inner, step) => {
    if (inner?.kind === "list" && typeof step === "number") return inner.items[step];
    return inner?.kind === "map" ? inner.entries.find(({ key }) => key.text === step)?.value : undefined;
  }, node);
}

const textAt = (...path: readonly (string | number)[]): string => {
  const node = at(action, ...path);
  return node?.kind === "scalar" ? node.text : fail(`action.yml has no ${path.join(".")}`);
};
const keysAt = (...path: readonly string[]): string[] => {
  const node = at(action, ...path);
  return node?.kind === "map" ? node.entries.map(({ key }) => key.text) : [];
};

const runStep = 1;
const script = textAt("runs", "steps", runStep, "run");

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly output: string;
  readonly summary: string;
}

/** Runs the script as GitHub does, in a folder of the user's; what is not given has its default. */
async function runAction(folder: string, given: Readonly<Record<string, string>>): Promise<Ended> {
  const files = { GITHUB_OUTPUT: `${folder}/output`, GITHUB_STEP_SUMMARY: `${folder}/summary` };
  for (const file of Object.values(files)) await Deno.writeTextFile(file, "");
  const inputs = Object.fromEntries(
    keysAt("inputs").map((
      name,
    ) => [name.toUpperCase(), given[name] ?? (name === "target" ? "" : textAt("inputs", name, "default"))]),
  );
  const child = new Deno.Command("bash", {
    args: ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
    cwd: folder,
    env: {
      ...files,
      ...inputs,
      SMTPSPEC: root,
      INIT_CWD: folder, // else it is the folder in which these tests were started
      PATH: `${Deno.execPath().replace(/\/[^/]*$/, "")}:${Deno.env.get("PATH")}`,
    },
    stdin: "null",
  });
  const { code, stdout, stderr } = await child.output();
  return {
    code,
    out: new TextDecoder().decode(stdout),
    err: new TextDecoder().decode(stderr),
    output: await Deno.readTextFile(files.GITHUB_OUTPUT),
    summary: await Deno.readTextFile(files.GITHUB_STEP_SUMMARY),
  };
}

const crooked: Script = { answers: { VRFY: "550 No\r\n::error::no", HELP: "502 no help" } };
const args = `--rcpt alice@mx.test --cases "${smallCases}"`;

Deno.test("action.yml has no problem, pins what it uses, and hands its inputs to the script by the environment alone", () => {
  assertEquals(problems, []);
  assertMatch(textAt("runs", "steps", 0, "uses"), /^denoland\/setup-deno@[0-9a-f]{40}$/);
  assertEquals([...text.matchAll(/\buses:/g)].length, 1);
  assert(!script.includes("${{"), "an input in the script would be run");
  const used = keysAt("inputs").filter((name) => name !== "deno-version");
  for (const name of used) {
    assertEquals(textAt("runs", "steps", runStep, "env", name.toUpperCase()), `\${{ inputs.${name} }}`);
  }
});

Deno.test("the action fails with the failures, and leaves reports, a summary, annotations and its exit code", async () => {
  await withFolder(async (folder) => {
    const { code, out, err, output, summary } = await withServer(
      crooked,
      ({ port }) => runAction(folder, { target: `smtp://127.0.0.1:${port}`, args, reports: "some/reports" }),
    );
    assertEquals([code, output], [1, "exit-code=1\n"], err);
    const files = [...Deno.readDirSync(`${folder}/some/reports`)].map(({ name }) => name).sort();
    assertEquals(files, ["smtp.html", "smtp.json", "smtp.xml"]);
    assertStringIncludes(summary, "small/vrfy");
    assertStringIncludes(out, "FAIL  1. small/vrfy");
    assertMatch(out, /^::error .*small\/vrfy/m);
    assert(!/^::error::no/m.test(out), "the server wrote an annotation");
  });
});

Deno.test("the action passes with a baseline, and takes quoted arguments, patterns and new lines as they are", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/known failures.yaml`, "known:\n  - {id: small/vrfy, verdict: fail}\n");
    const given = { baseline: "known failures.yaml", args: `${args}\n--only 'small/*'\n  --skip "small/he*"\n` };
    const { code, err, output } = await withServer(
      crooked,
      ({ port }) => runAction(folder, { ...given, target: `smtp://127.0.0.1:${port}` }),
    );
    assertEquals([code, output], [0, "exit-code=0\n"], err);
    const report = JSON.parse(await Deno.readTextFile(`${folder}/smtpspec-reports/smtp.json`));
    assertEquals([report.options.only, report.options.skip], [["small/*"], ["small/he*"]]);
    assertEquals(report.summary.xfail, 1);
  });
});

Deno.test("the action does not run its inputs, and says by exit code 3 what it cannot use", async () => {
  await withFolder(async (folder) => {
    const evil = "--only $(touch evil) `touch evil` ; touch evil";
    const [wrong, open] = [
      await runAction(folder, { target: "smtp://127.0.0.1:1", args: evil }),
      await runAction(folder, { target: "smtp://127.0.0.1:1", args: "--only 'small" }),
    ];
    assertEquals([wrong.code, open.code], [3, 3]);
    const left = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assertEquals(left, ["output", "smtpspec-reports", "summary"]);
  });
});
