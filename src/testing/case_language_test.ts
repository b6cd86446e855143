/** The page about the case language: its examples have no problem, and each key of the reader's tables has one. */
import { assertEquals } from "@std/assert";
import { drawProblem } from "../base/frame.ts";
import { makeSource } from "../base/source.ts";
import {
  deliveredKeys,
  fieldKeys,
  outcomeKeys,
  receivedKeys,
  repliesKeys,
  replyKeys,
  returnPathKeys,
} from "../case/answer_keys.ts";
import { facts, levels, risks, starts } from "../case/case.ts";
import {
  actionKeys,
  authKeys,
  bdatKeys,
  caseKeys,
  expectationKeys,
  fileKeys,
  givenKeys,
  type Keys,
  messageKeys,
  modifierKeys,
  sessionKeys,
  tlsKeys,
  useKeys,
} from "../case/keys.ts";
import { catalogueIn } from "../case/load.ts";
import { runNames, targetNames } from "../case/names.ts";
import { readCaseFile } from "../case/read_case.ts";
import type { Reading } from "../case/reader.ts";
import { renamed } from "../case/renamed.ts";
import { standardSteps } from "../case/standard_steps.ts";
import { type Node, readYaml } from "../case/yaml.ts";
import { roles } from "../smtp/role.ts";
import { codeBlocks, firstCells } from "./documents.ts";

const root = new URL("../../", import.meta.url);
const page = await Deno.readTextFile(new URL("docs/case-language.md", root));
const { catalogue } = await catalogueIn(new URL("cases/requirements", root).pathname)(undefined);

/** Makes a whole file of an example, which may be a file, a list of cases, the steps of a case, or the keys of one. */
function fileOf(example: string): string {
  if (/^title:/m.test(example)) return example;
  const indent = (text: string, by: number) => text.replace(/^(?=.)/gm, " ".repeat(by));
  if (example.startsWith("- id:")) return `title: T\ncases:\n${indent(example, 2)}`;
  const keys = example.startsWith("- ") ? `steps:\n${indent(example, 2)}` : example;
  return `title: T\ncases:\n  - id: example\n    must: do it\n${indent(keys, 4)}`;
}

const examples = codeBlocks(page).filter(({ language }) => language === "yaml");

for (const { text, line } of examples) {
  Deno.test(`the example in line ${line} of the page about the case language has no problem`, () => {
    const { node, problems } = readYaml(makeSource(`case-language-${line}.yaml`, fileOf(text)));
    const reading: Reading = { problems: [...problems], uses: [] };
    if (node !== undefined) readCaseFile(reading, node, { topic: "example/topic", catalogue });
    assertEquals(reading.problems.map((problem) => drawProblem(problem)), []);
  });
}

/** The sections of the page, each with the tables whose keys its examples have to use. */
const sections: Readonly<Record<string, readonly Keys[]>> = {
  "A file": [fileKeys],
  "A case": [caseKeys],
  "Set-up": [givenKeys, useKeys],
  "Actions": [actionKeys],
  "Messages": [messageKeys],
  "Chunks": [bdatKeys],
  "TLS": [tlsKeys, sessionKeys],
  "AUTH": [authKeys],
  "Expectations": [expectationKeys],
  "Patterns": [replyKeys, repliesKeys],
  "Outcomes": [outcomeKeys],
  "Modifiers": [modifierKeys],
  "Mail that was delivered": [deliveredKeys, fieldKeys, receivedKeys, returnPathKeys],
};

/** Gives the text of a section, that of the sections below it included. */
function sectionOf(heading: string): string {
  const found = new RegExp(`^(#+) ${heading}$`, "m").exec(page);
  if (found === null) throw new Error(`The page has no section "${heading}"`);
  const rest = page.slice(found.index + found[0].length);
  const end = new RegExp(`^#{1,${found[1]?.length ?? 1}} `, "m").exec(
    rest.replace(/```[^]*?```/g, (block) => " ".repeat(block.length)),
  );
  return end === null ? rest : rest.slice(0, end.index);
}

function keysIn(node: Node): string[] {
  switch (node.kind) {
    case "scalar":
      return [];
    case "list":
      return node.items.flatMap(keysIn);
    case "map":
      return node.entries.flatMap(({ key, value }) => [key.text, ...keysIn(value)]);
  }
}

for (const [heading, tables] of Object.entries(sections)) {
  Deno.test(`the section "${heading}" has an example of each of its keys`, () => {
    const blocks = codeBlocks(sectionOf(heading)).filter(({ language }) => language === "yaml");
    const used = new Set(blocks.flatMap(({ text }) => {
      const { node } = readYaml(makeSource("example.yaml", text));
      return node === undefined ? [] : keysIn(node);
    }));
    const known = tables.flatMap((keys) => Object.keys(keys));
    assertEquals(known.filter((name) => !used.has(name)), []);
  });
}

Deno.test("the page about the case language names the present word for each of version 0.1", () => {
  assertEquals(firstCells(page, "0.1"), [...renamed.keys()]);
  for (const [word, present] of renamed) assertEquals(page.includes(`| \`${word}\` | \`${present}\` |`), true, word);
});

Deno.test("the page about the case language names each word of a fixed set", () => {
  assertEquals(firstCells(page, "word"), [...standardSteps.keys()]);
  const words = [
    ...levels,
    ...risks,
    ...starts,
    ...facts,
    ...roles,
    ...[...targetNames, ...runNames].map((name) => `$${name}`),
  ];
  assertEquals(
    words.filter((word) => !new RegExp(`\`[^\`\n]*${word.replace("$", "\\$")}\\b[^\`\n]*\``).test(page)),
    [],
  );
});
