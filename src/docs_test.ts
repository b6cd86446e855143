/** The documents: their examples are read by the real readers, and what they name exists. */
import { assertEquals } from "@std/assert";
import { drawProblem, type Problem } from "./base/frame.ts";
import { makeSource } from "./base/source.ts";
import { readCaseFile } from "./case/read_case.ts";
import type { Reading } from "./case/reader.ts";
import { readYaml } from "./case/yaml.ts";
import { readCommandLine } from "./cli/command_line.ts";
import { commands } from "./cli/commands.ts";
import { shippedCatalogue } from "./cli/suite_files.ts";
import { looksLikeBaseline, readBaseline } from "./gate/read_baseline.ts";
import { keyForms } from "./judge/key.ts";
import { exitCodes } from "./judge/exit_code.ts";
import { verdicts } from "./judge/verdict.ts";
import { reporters } from "./report/reporter.ts";
import { looksLikeTarget, readTargetFile } from "./targets/target_file.ts";
import {
  anchors,
  codeBlocks,
  codeSpans,
  firstCells,
  headings,
  linkTargets,
  smtpspecCalls,
} from "./testing/documents.ts";
import { withServer } from "./testing/scripted_server.ts";
import { smtpspec } from "./testing/smtpspec.ts";

const root = new URL("../", import.meta.url);
const read = (path: string) => Deno.readTextFileSync(new URL(path, root));
const namesIn = (folder: string) => [...Deno.readDirSync(new URL(folder, root))].map(({ name }) => folder + name);

const paths = [...namesIn("./"), ...namesIn("docs/"), ...namesIn("reports/")]
  .map((path) => path.replace("./", ""))
  .filter((path) => path.endsWith(".md"))
  .sort();
const documents = new Map(paths.map((path) => [path, read(path)]));
const eachDocument = [...documents];
const textOf = (path: string) => documents.get(path) ?? "";
const using = textOf("docs/using.md");

/** Made by the tasks, and not in the repository. */
const made = ["reports/demo.html"];

function exists(path: string): boolean {
  try {
    return Deno.statSync(new URL(path, root)).isFile === !path.endsWith("/");
  } catch {
    return false;
  }
}

Deno.test("the README has at most 130 lines, and no line of a document is longer than 130 characters", () => {
  assertEquals(textOf("README.md").trimEnd().split("\n").length <= 130, true);
  const written = eachDocument.filter(([path]) => !path.startsWith("reports/"));
  const long = written.flatMap(([path, text]) =>
    text.split("\n").flatMap((line, at) => line.length > 130 && !line.startsWith("|") ? [`${path}:${at + 1}`] : [])
  );
  assertEquals(long, []);
});

Deno.test("each link of a document leads to a file of the repository and a heading in it", () => {
  const broken = eachDocument.flatMap(([path, text]) =>
    linkTargets(text).filter((target) => !/^https?:/.test(target)).filter((target) => {
      const [file = "", anchor] = target.split("#");
      const full = file === "" ? path : new URL(file, new URL(path, "file:///")).pathname.slice(1);
      return !exists(full) || (anchor !== undefined && !anchors(read(full)).includes(anchor));
    }).map((target) => `${path}: ${target}`)
  );
  assertEquals(broken, []);
});

Deno.test("each path that a document names exists", () => {
  const named = eachDocument.flatMap(([path, text]) =>
    codeSpans(text)
      .filter((span) => /^(?:src|cases|docs|reports|\.ci|\.github)\/[\w./-]*$/.test(span) && !/[A-Z]{2}/.test(span))
      .filter((span) => !made.includes(span) && !exists(span) && !exists(`${span}/`))
      .map((span) => `${path}: ${span}`)
  );
  assertEquals(named, []);
});

Deno.test("each page that the source names exists, with its heading", () => {
  const sources = [...sourceFiles("src/")].filter((file) => file !== "src/docs_test.ts");
  const lost = sources.flatMap((file) =>
    [...read(file).matchAll(/docs\/[\w-]+\.md(?:, "([^"]+)")?/g)].filter(([match, heading]) => {
      const page = match.split(",")[0] ?? "";
      return !exists(page) || (heading !== undefined && !headings(read(page)).includes(heading));
    }).map(([match]) => `${file}: ${match}`)
  );
  assertEquals(lost, []);
});

function* sourceFiles(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, root))) {
    if (isDirectory) yield* sourceFiles(`${folder}${name}/`);
    else if (name.endsWith(".ts")) yield folder + name;
  }
}

Deno.test("each command line of a document is read without an error", () => {
  const wrong = eachDocument.flatMap(([path, text]) => {
    const blocks = codeBlocks(text).filter(({ language }) => language !== "").map((block) => block.text);
    const mentions = codeSpans(text).flatMap(smtpspecCalls).filter((args) => args.length > 1);
    return [...blocks.flatMap(smtpspecCalls), ...mentions]
      .flatMap((args) => {
        const asked = readCommandLine(args, commands);
        return asked.kind === "usage" ? [`${path}: smtpspec ${args.join(" ")}: ${asked.message}`] : [];
      });
  });
  assertEquals(wrong, []);
});

Deno.test("each flag that a document names is one of a command or of a tool", () => {
  const ofCommands = commands.flatMap((command) => Object.values(command.flags).map(({ name }) => name));
  const tools = [...sourceFiles("src/matrix/"), ...sourceFiles("src/prove/"), ...sourceFiles("src/bench/")].map(read)
    .join();
  const flags = new Set([...ofCommands, ...tools.match(/--[a-z][a-z-]*/g) ?? [], "--config", "--help", "-y"]);
  const unknown = eachDocument.flatMap(([path, text]) =>
    codeSpans(text).flatMap((span) => span.match(/(?<!\S)--?[a-z0-9][a-z-]*/g) ?? [])
      .filter((flag) => !flags.has(flag)).map((flag) => `${path}: ${flag}`)
  );
  assertEquals(unknown, []);
});

Deno.test("each task that a document names exists", () => {
  const { tasks } = JSON.parse(read("deno.json"));
  const named = eachDocument.flatMap(([path, text]) =>
    [...text.matchAll(/deno task (?:--config \S+ )?([a-z-]+)/g)].map(([, task = ""]) => ({ path, task }))
  );
  assertEquals(named.filter(({ task }) => !Object.hasOwn(tasks, task)), []);
});

const { catalogue } = await shippedCatalogue(undefined);

Deno.test("each example of cases, targets and baselines in a document has no problem", () => {
  const problems = eachDocument.flatMap(([path, text]) =>
    codeBlocks(text).filter(({ language }) => language === "yaml")
      .flatMap((block) => problemsIn(`${path}:${block.line}`, block.text).map((problem) => drawProblem(problem)))
  );
  assertEquals(problems, []);
});

/** Reads an example as what it looks like; what is neither cases nor ours, such as a workflow, has to be YAML. */
function problemsIn(path: string, text: string): readonly Problem[] {
  const { node, problems } = readYaml(makeSource(path, text));
  const reading: Reading = { problems: [...problems], uses: [] };
  if (node === undefined) return reading.problems;
  if (looksLikeBaseline(node)) readBaseline(reading, node);
  else if (looksLikeTarget(node)) readTargetFile(reading, node);
  else if (/^cases:/m.test(text)) readCaseFile(reading, node, { topic: "example/topic", catalogue });
  return reading.problems;
}

Deno.test("the page about using names each command, flag, format and exit code", () => {
  const names = firstCells(using, "command").map((cell) => cell.split(" ")[0]);
  assertEquals(names, commands.map(({ name }) => name));
  const flags = new Set(commands.flatMap((command) => Object.values(command.flags).map(({ name }) => name)));
  assertEquals([...flags].filter((flag) => !new RegExp(`[\`\\s]${flag}[\`\\s=]`).test(using)), []);
  const formats = firstCells(using, "format").flatMap((cell) => cell.split(", "));
  assertEquals(formats.toSorted(), [...reporters.keys()].toSorted());
  for (const page of [using, textOf("README.md")]) {
    assertEquals(firstCells(page, "exit code").map(Number), Object.values(exitCodes));
  }
});

Deno.test("the page about using lists each form of a key", () => {
  assertEquals(firstCells(using, "key"), keyForms.map(({ form }) => form));
});

Deno.test("the README explains each verdict", () => {
  const explained = firstCells(textOf("README.md"), "verdict").flatMap((cell) => cell.split(", "));
  assertEquals(explained.toSorted(), [...verdicts].toSorted());
});

Deno.test("the glossary has thirty terms in order", () => {
  const terms = firstCells(textOf("docs/glossary.md"), "term");
  assertEquals(terms.length, 30);
  assertEquals(terms, terms.toSorted());
});

Deno.test("the page about the architecture lists each room once", () => {
  const rooms = firstCells(textOf("docs/architecture.md"), "room").flatMap((cell) => cell.split(", "));
  const folders = namesIn("src/").map((path) => path.slice(4)).filter((name) => !name.endsWith("_test.ts"));
  assertEquals([...rooms, "testdata"].toSorted(), folders.toSorted());
});

/** What differs from run to run in a failure: times, and the width that they leave. */
const settled = (line: string) => line.replace(/ +(?:[0-9.]+ (?:ms|s))$/, "").trimEnd();

Deno.test("the failure that the README explains is what smtpspec prints", async () => {
  const shown = codeBlocks(textOf("README.md")).find(({ text }) => text.startsWith("FAIL"))?.text ?? "";
  const wanted = shown.trimEnd().split("\n").filter((line) => line.trim() !== "...").map(settled);
  const id = wanted[0]?.split(" ").find((word) => word.includes("/")) ?? "";
  const { code, out } = await withServer(
    { answers: { MAIL: "250 Accepted" } },
    (server) => smtpspec(["run", `smtp://127.0.0.1:${server.port}`, "--rcpt", "alice@mx.test", "--only", id]),
  );
  const printed = out.replace(/127\.0\.0\.1:[0-9]+ --rcpt/, "127.0.0.1:2525 --rcpt").split("\n").map(settled);
  let from = 0;
  const missing = wanted.filter((line) => {
    const at = printed.indexOf(line, from);
    if (at !== -1) from = at + 1;
    return at === -1;
  });
  assertEquals({ missing, code }, { missing: [], code: exitCodes.failures }, out);
});
