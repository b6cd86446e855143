/** Files of strangers that are as large as they may be, and of one thing only: each is read, or refused, in seconds. */
import { assert } from "@std/assert";
import { makeSource } from "../base/source.ts";
import { readCaseFile } from "../case/read_case.ts";
import { readYaml } from "../case/yaml.ts";
import { readBaseline } from "../gate/read_baseline.ts";
import { readTargetFile } from "../targets/target_file.ts";
import { cpuTime } from "../testing/cpu_time.ts";
import { catalogue, makeReading } from "../testing/samples.ts";
import { drawProblems } from "./print.ts";

const head = "title: T\nrfc: RFC 5321 §4.2\ncases:\n";
const one = `${head}  - id: one\n    must: do it\n`;
const step = "send: NOOP, reply: 250";
const list = (length: number, item: (index: number) => string) => Array.from({ length }, (_, index) => item(index));
const rows = list(500, (index) => `{name: r${index}}`).join(", ");

const cases: Readonly<Record<string, string>> = {
  "quotes": `"`.repeat(95_000),
  "brackets, open and closed": "[".repeat(45_000) + "]".repeat(45_000),
  "tags": `a: [${"!a a,".repeat(15_000)}]`,
  "cases that are none": head + "  - a\n".repeat(15_000),
  "unknown keys": one + list(12_000, (index) => `    a${index}: 1\n`).join(""),
  "unknown names": `${one}    send: ${list(60_000, (index) => `$a${index}`).join(" ")}\n    reply: 250\n`,
  "unknown requirements": `${one}    requirement: [${list(20_000, (index) => `5321-4.2-${index}a`).join(", ")}]\n    ${
    step.replace(", ", "\n    ")
  }\n`,
  "references": `${one}    rfc: [${"RFC 5321 §4.2, ".repeat(11_000)}]\n    send: NOOP\n    reply: 250\n`,
  "unknown words for a state": `${one}    start: ${"a".repeat(900_000)}\n    send: NOOP\n    reply: 250\n`,
  "names made of names": `${one}    let: {${
    list(9_000, (index) => `n${index}: $n${index + 1}`).join(", ")
  }}\n    send: $n0\n`,
  "expressions": `${one}    send: NOOP\n    reply: [${
    list(9_000, (index) => `{text: '/a(b|c)d{${index % 500}}/'}`).join(", ")
  }]\n`,
  "codes": `${one}    send: NOOP\n    reply: [${"250, ".repeat(24_000)}]\n`,
  "variants of many cases": head +
    list(25, (index) => `  - {id: a${index}, must: b, ${step}, variants: [${rows}]}\n`).join(""),
  "variants of a long line": `${one}    variants: [${rows}]\n    send: ${"$a".repeat(300_000)}\n    reply: 250\n`,
  "a long column, often": `${one}    variants: [{name: a, c: [${"250, ".repeat(12_000)}]}]\n    steps:\n` +
    "      - {send: NOOP, reply: $c}\n".repeat(2_500),
  "uses of a long block": `title: T\nblocks:\n  b:\n${`    - {${step}}\n`.repeat(2_500)}cases:\n` +
    `  - id: one\n    must: do it\n    steps:\n${"      - use: b\n".repeat(4_000)}`,
  "a sentence of long columns": `${head}  - {id: one, must: "${"$c".repeat(400)}", ${step}, variants: [{name: a, c: ${
    "x".repeat(900_000)
  }}]}\n`,
};

for (const [says, text] of Object.entries(cases)) {
  Deno.test(`a case file of ${says} is read or refused in seconds`, () => inSeconds(text, readCases));
}

Deno.test("a target file of recipients is refused in seconds", () => {
  inSeconds(`host: a.test\nrcpts: [${"'u[1-10000]@b.test', ".repeat(20_000)}]\n`, readTargetFile);
});

Deno.test("a target file of hosts is refused in seconds", () => {
  inSeconds(`hosts: [${list(24_000, (index) => `mx${index}.test`).join(", ")}]\n`, readTargetFile);
});

Deno.test("a baseline of unknown ids is refused in seconds", () => {
  const ids = new Set(
    Array.from({ length: 4_000 }, (_, index) => `area/topic/a-case-of-some-length-${index}[variant-${index}]`),
  );
  const text = `known:\n${
    list(9_000, (index) => `  - {id: area/topic/a-case-of-some-length-x${index}[y], verdict: fail}\n`).join("")
  }`;
  inSeconds(text, (reading, node) => readBaseline(reading, node, ids));
});

Deno.test("a baseline of unknown words is refused in seconds", () => {
  inSeconds(`known:\n${list(4_500, (index) => `  - {id: a/b/c${index}, verdict: fial}\n`).join("")}`, readBaseline);
});

type Read = (
  reading: ReturnType<typeof makeReading>,
  node: NonNullable<ReturnType<typeof readYaml>["node"]>,
) => unknown;

const readCases: Read = (reading, node) => readCaseFile(reading, node, { topic: "a/b", catalogue });

/**
 * Reads a file as `smtpspec check` does, and draws its problems. The time is that of the processor, ten times what is
 * needed: what else runs on a machine takes none of it.
 */
function inSeconds(text: string, read: Read): void {
  assert(text.length <= 1_000_000, `${text.length} octets are not read at all`);
  const start = cpuTime();
  const reading = makeReading();
  const { node, problems } = readYaml(makeSource("a.yaml", text));
  for (const problem of problems) reading.problems.push(problem);
  if (node !== undefined) read(reading, node);
  const drawn = drawProblems(reading.problems);
  const took = cpuTime() - start;
  assert(took < 20_000, `${Math.round(took)} ms`);
  assert(drawn.length < 200_000, `${drawn.length} characters are shown`);
}
