/** Case files of any number of equal cases, for what grows with their number. Pure. */
import { makeSource } from "../base/source.ts";
import type { Case } from "../case/case.ts";
import { readCaseFile } from "../case/read_case.ts";
import type { Reading } from "../case/reader.ts";
import { readYaml } from "../case/yaml.ts";

const mostVariants = 500; // of one case

const mostInFile = 5_000; // what a case file may hold

/** Writes case files with so many cases in all. */
export function writeDialogueFiles(count: number): string[] {
  const files = Math.ceil(count / mostInFile);
  return Array.from({ length: files }, (_, at) => writeDialogueCases(Math.min(mostInFile, count - at * mostInFile)));
}

/** Writes a case file with so many cases of EHLO, MAIL, RCPT and QUIT. */
export function writeDialogueCases(count: number): string {
  const cases = Array.from(
    { length: Math.ceil(count / mostVariants) },
    (_, at) => writeCase(`rcpt-${at + 1}`, Math.min(mostVariants, count - at * mostVariants)),
  );
  const head = ["title: The dialogue of the benchmark", "rfc: RFC 5321 §4.1.1.3", "start: mail", "cases:"];
  return [...head, ...cases, ""].join("\n");
}

function writeCase(id: string, count: number): string {
  return [
    `  - id: ${id}`,
    "    must: accept a recipient",
    "    variants:",
    ...Array.from({ length: count }, (_, at) => `      - {name: n${at + 1}}`),
    "    send: RCPT TO:<$rcpt>",
    "    reply: [250, 251]",
  ].join("\n");
}

/** Makes the cases of such a file. Throws on a problem: it would be our own mistake. */
export function dialogueCases(count: number): readonly Case[] {
  const reading: Reading = { problems: [], uses: [] };
  const { node, problems } = readYaml(makeSource("dialogue.yaml", writeDialogueCases(count)));
  const catalogue = {
    rfcs: new Map([[5321, { number: 5321, title: "", sections: new Map([["4.1.1.3", ""]]) }]]),
    requirements: new Map(),
  };
  const cases = node === undefined ? [] : readCaseFile(reading, node, { topic: "dialogue", catalogue });
  const [problem] = [...problems, ...reading.problems];
  if (problem !== undefined) throw new Error(problem.message);
  return cases;
}
