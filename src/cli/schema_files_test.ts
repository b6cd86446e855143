/** The schemas for editors, beside the readers: what a reader takes, its schema lets pass. */
import { assert, assertEquals } from "@std/assert";
import { parse } from "yaml";
import { makeSource } from "../base/source.ts";
import { bySeverity } from "../base/frame.ts";
import { readYaml } from "../case/yaml.ts";
import { makeBaselineSchema } from "../gate/baseline_schema.ts";
import { readBaseline } from "../gate/read_baseline.ts";
import { readTargetFile } from "../targets/target_file.ts";
import { targetKeys } from "../targets/target_keys.ts";
import { makeTargetSchema } from "../targets/target_schema.ts";
import { codeBlocks } from "../testing/documents.ts";
import { namesIn, readData } from "../testing/golden.ts";
import { fitsSchema } from "../testing/json_schema.ts";
import { makeReading } from "../testing/samples.ts";
import { schemaFiles } from "./schema_files.ts";

const root = new URL("../../", import.meta.url);

for (const { path, text } of schemaFiles()) {
  Deno.test(`${path} is what the readers' tables make (deno task schema writes it)`, async () => {
    assertEquals(await Deno.readTextFile(new URL(path, root)), text());
  });
}

Deno.test("each shipped case file names the schema, so that an editor checks it", async () => {
  const cases = new URL("cases/", root);
  for await (const area of Deno.readDir(cases)) {
    if (!area.isDirectory || area.name === "requirements") continue;
    for await (const file of Deno.readDir(new URL(`${area.name}/`, cases))) {
      const text = await Deno.readTextFile(new URL(`${area.name}/${file.name}`, cases));
      assert(text.startsWith("# yaml-language-server: $schema=../schema.json\n"), `${area.name}/${file.name}`);
    }
  }
});

type Kind = "target" | "baseline";
const schemas = { target: makeTargetSchema(), baseline: makeBaselineSchema() };

/** Says whether the reader takes a file without an error. */
function isRead(kind: Kind, text: string): boolean {
  const reading = makeReading();
  const { node, problems } = readYaml(makeSource("file.yaml", text));
  if (node === undefined) return false;
  reading.problems.push(...problems);
  if (kind === "target") readTargetFile(reading, node);
  else readBaseline(reading, node);
  return bySeverity(reading.problems).errors.length === 0;
}

/** Says whether an editor finds nothing in it: that reads YAML with numbers and truths. */
const passes = (kind: Kind, text: string) => fitsSchema(parse(text), schemas[kind]);

/** What is refused for what stands elsewhere, or for a sum: a schema cannot see it. */
const onlyTheReader = new Set([
  "target-hosts-socket",
  "target-hosts-twice",
  "target-recipients",
  "target-recipients-many",
  "baseline-day", // there is no 30th of February
  "baseline-old-words", // that is only a warning
  "baseline-twice",
  "baseline-unknown-id",
]);

for (const kind of ["target", "baseline"] as const) {
  for (const name of namesIn("problems", ".yaml").filter((each) => each.startsWith(`${kind}-`))) {
    const isSeen = !onlyTheReader.has(name);
    Deno.test(`the schema of a ${kind} ${isSeen ? "refuses" : "lets pass"} problems/${name}.yaml`, () => {
      assertEquals(passes(kind, readData(`problems/${name}.yaml`)), !isSeen);
    });
  }
}

const blocks = codeBlocks(await Deno.readTextFile(new URL("docs/using.md", root)))
  .filter(({ language }) => language === "yaml").map(({ text }) => text);
const examples: readonly (readonly [kind: Kind, texts: readonly string[]])[] = [
  ["target", blocks.filter((text) => /^hosts?:/m.test(text))],
  ["baseline", [
    ...blocks.filter((text) => /^known:/m.test(text)),
    "known:\n",
    "known: []\n",
    "known: {id: a, verdict: warn}\n",
  ]],
];

for (const [kind, texts] of examples) {
  Deno.test(`the schema of a ${kind} lets the examples of the documents pass, as the reader does`, () => {
    assert(texts.length > 2);
    assertEquals(texts.filter((text) => !passes(kind, text) || !isRead(kind, text)), []);
  });
}

const values = [
  ...[
    "mx.test",
    "mx.test.",
    "127.0.0.1",
    '"127.0.0.1."',
    '"2001:db8::1"',
    '"*"',
    "a/b",
    '"[::1]"',
    "a@b",
    '"a b@c"',
    "yes",
  ],
  ...[
    "1",
    "25",
    "0",
    "65536",
    '"25"',
    "1.5",
    "[a, b]",
    "[a@b, c@d]",
    "{}",
    "[]",
    "{host: mx.test}",
    "{ports: {}}",
    '""',
  ],
  ...["env A", "env A-B", "env", "hunter2", "v1", "v3", "Postfix/3.9", "postfx", '"a,b"', '"/run/a"', '"a\\nb"', '" "'],
  ...[
    "{mx: 25}",
    "{lmtp: /run/x}",
    "{mx: /run/x}",
    "{lmtp: a}",
    "{mx: 99999}",
    "{smtp: 25}",
    '{mx: "25"}',
    "{mx: 1, lmtp: 2}",
  ],
  ...[
    "{a@b: {maildir: /m}}",
    "{a@b: {imap: imaps://a@mx.test}}",
    "{a@b: {maildir: /m, pass: env A}}",
    "{a: {maildir: /m}}",
  ],
  ...["{a@b: {imap: imap://a@mx.test:1/x, pass: env A}}", "{a@b: {imap: a}}", "{a@b: {}}", "{a@b: /m}"],
  ...[
    "{reply: 2s}",
    "{reply: 2}",
    "{greeting: 1.5min}",
    "{other: 2s}",
    "2027-01-31",
    "client.test",
    '"[192.0.2.1]"',
    "1000",
    "1001",
  ],
];
for (const key of Object.keys(targetKeys)) {
  Deno.test(`the schema of a target judges ${key} as the reader does`, () => {
    const host = key === "host" || key === "hosts" ? "" : "host: mx.test\n";
    const texts = values.map((value) => `${host}${key}: ${value}\n`);
    const differ = texts.filter((text) => isRead("target", text) !== passes("target", text));
    assertEquals(differ, []);
  });
}

for (const key of ["id", "verdict", "saw", "why", "link", "expires"]) {
  Deno.test(`the schema of a baseline judges ${key} as the reader does`, () => {
    const rest = Object.entries({ id: "a/b/c", verdict: "fail" }).filter(([name]) => name !== key)
      .map(([name, value]) => `\n    ${name}: ${value}`).join("");
    const tried = [...values, "fail", "warn", "pass", "a/*", "replies/lint/code", "2027-13-01", "250 2.1.0", "~x"];
    const differ = tried.map((value) => `${key}: ${value}`).filter((line) => {
      const text = `known:\n  - ${line}${rest}\n`;
      return isRead("baseline", text) !== passes("baseline", text);
    });
    assertEquals(differ, []);
  });
}
