/** Each problem that the author of a case file, a target file or a baseline can meet, as it is shown. */
import { assert, assertEquals } from "@std/assert";
import { makeSource } from "../base/source.ts";
import { readCaseFile } from "../case/read_case.ts";
import { readCatalogueFile } from "../case/requirements.ts";
import { readYaml } from "../case/yaml.ts";
import { readBaseline } from "../gate/read_baseline.ts";
import { looksLikeTarget, readTargetFile } from "../targets/target_file.ts";
import { assertGolden, namesIn, readData } from "../testing/golden.ts";
import { catalogue, makeReading } from "../testing/samples.ts";
import { drawProblems } from "./print.ts";

const files = namesIn("problems", ".yaml");
const head = "title: T\ncases:\n  - id: one\n    must: do it\n";
const letters = Array.from({ length: 102 }, (_, index) => `n${index}`);

/** Files that are large, or the same over and over. */
const generated: ReadonlyMap<string, string> = new Map([
  [
    "let-deep",
    `${head}    let: {${letters.map((name, at) => `${name}: $n${at + 1}`)}, n102: x}\n    send: $n0\n    reply: 250\n`,
  ],
  ["regex-long", `${head}    send: NOOP\n    reply: {text: '/${"OK|".repeat(333)}OK/'}\n`],
  ["sentence-long", `${head}    why: ${"It is so. ".repeat(101)}\n    send: NOOP\n    reply: 250\n`],
  ["variants-written-out", manyRows("    steps:\n" + "      - {send: NOOP, reply: 250}\n".repeat(100))],
  [
    "blocks-written-out",
    `title: T\nblocks:\n  noops:\n${"    - {send: NOOP, reply: 250}\n".repeat(300)}` +
    `cases:\n  - id: one\n    must: do it\n    steps:\n${"      - use: noops\n".repeat(200)}`,
  ],
  ["yaml-escapes", `title: "${"\\q".repeat(25_000)}"\n`],
  ["yaml-tokens", `title: T\nexamples: ${"[".repeat(100_000)}\n`],
]);
/** The results that there can be, for a baseline that names others. */
const ids = new Set([
  "mail/syntax/plain",
  "mail/syntax/of-all[one]",
  "mail/syntax/of-all[two]",
  "rcpt/syntax/plain:mx",
]);
const names = [...files, ...generated.keys()].sort();

function manyRows(steps: string): string {
  const rows = Array.from({ length: 500 }, (_, index) => `      - {name: r${index}}\n`);
  return `${head}    variants:\n${rows.join("")}${steps}`;
}

/** Reads a file as `smtpspec check` does and draws its problems. */
function drawFile(name: string): string {
  const reading = makeReading();
  const text = generated.get(name) ?? readData(`problems/${name}.yaml`);
  const { node, problems } = readYaml(makeSource(`${name}.yaml`, text));
  reading.problems.push(...problems);
  if (node === undefined) return drawProblems(reading.problems);
  if (name.startsWith("catalogue-")) readCatalogueFile(reading, node);
  else if (name.startsWith("baseline-")) readBaseline(reading, node, name === "baseline-unknown-id" ? ids : undefined);
  else if (looksLikeTarget(node) || name.startsWith("target-")) readTargetFile(reading, node);
  else readCaseFile(reading, node, { topic: name, catalogue });
  return drawProblems(reading.problems);
}

for (const name of names) {
  Deno.test(`drawProblems() shows ${name}.yaml as its golden file`, async () => {
    const drawn = drawFile(name);
    assert(!drawn.startsWith("\n"), "the file has no problem");
    assert(!/[^\n -~§…€]/.test(drawn), "something unprintable is shown");
    await assertGolden(`problems/${name}.err`, drawn);
  });
}

Deno.test("drawProblems() shows no password of a target file that was given for another file", () => {
  const source = makeSource("mx.yaml", "host: mx.test\npass: hunter2secret\n");
  const drawn = drawProblems([{ message: 'Unknown key "pass"', span: { source, start: 14, end: 18 } }]);
  assert(drawn.includes("pass: ***") && !drawn.includes("hunter2"), drawn);
});

Deno.test("each golden file of a problem has its source", () => {
  assertEquals(namesIn("problems", ".err"), names);
});

// Problems with whole files and with pairs of files; load_test.ts meets them.
const elsewhere = ["load.ts", "read_source.ts"];

Deno.test("each message of a refusal in the readers stands in some golden file", async () => {
  const drawn = names.map((name) => readData(`problems/${name}.err`)).join("\n");
  const missing: string[] = [];
  for (const folder of ["case", "targets", "gate"]) {
    for await (const { name } of Deno.readDir(new URL(`../${folder}/`, import.meta.url))) {
      if (name.endsWith("_test.ts") || elsewhere.includes(name)) continue;
      const text = await Deno.readTextFile(new URL(`../${folder}/${name}`, import.meta.url));
      for (const message of messagesIn(text)) if (!matcherOf(message).test(drawn)) missing.push(`${name}: ${message}`);
    }
  }
  assertEquals(missing, []);
});

/** Finds the messages of `refuse(reading, span, message …)` and `warn(…)`. */
function messagesIn(text: string): string[] {
  const call =
    /\b(?:refuse|warn)\(\s*(?:this\.#)?reading,\s*(?:\{[^}]*\}|[^"`]*?),\s*(?:"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)/g;
  return [...text.matchAll(call)].map((match) => match[1] ?? match[2] ?? "");
}

/** Makes a pattern of a message: anything may stand for what is filled in. */
function matcherOf(message: string): RegExp {
  const parts = message.replace(/\\(.)/g, "$1").split(/(?<!\\)\$\{[^}]*\}/);
  return new RegExp(
    `^(?:error|warning): ${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}`,
    "m",
  );
}

Deno.test("messagesIn() finds as many messages as the readers have refusals", async () => {
  const text = await Deno.readTextFile(new URL("../case/read_case.ts", import.meta.url));
  assertEquals(messagesIn(text).length, [...text.matchAll(/\b(?:refuse|warn)\(/g)].length);
});
