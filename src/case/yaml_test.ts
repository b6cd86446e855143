import { assert, assertEquals } from "@std/assert";
import { drawProblem } from "../base/frame.ts";
import { makeSource } from "../base/source.ts";
import { nodeOf, valueOf } from "../testing/samples.ts";
import { type Node, readYaml, substitute } from "./yaml.ts";

/** Gives a node as plain data: text, lists and lists of pairs. */
function plain(node: Node): unknown {
  switch (node.kind) {
    case "scalar":
      return node.text;
    case "list":
      return node.items.map(plain);
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
  }
}

const problemsIn = (text: string) => readYaml(makeSource("a.yaml", text)).problems.map(({ message }) => message);

for (const text of ["250", "no", "yes", "true", "null", "~", "2.10", "010", "1e3", "0x10", "2025-01-01", "5xx 5.1.x"]) {
  Deno.test(`readYaml() keeps ${text} as text`, () => assertEquals(valueOf(`a: ${text}`).text, text));
}

Deno.test("readYaml() reads maps, lists and texts of each style", () => {
  const node = nodeOf(
    `a: plain\nb: 'sin''gle'\nc: "dou\\r\\x41ble"\nd: |\n  block\n  two\ne: [1, {f: 2}]\ng:\n  - h\n`,
  );
  assertEquals(plain(node), {
    a: "plain",
    b: "sin'gle",
    c: "dou\rAble",
    d: "block\ntwo\n",
    e: ["1", { f: "2" }],
    g: ["h"],
  });
  const styles = node.kind === "map"
    ? node.entries.flatMap(({ value }) => value.kind === "scalar" ? [value.style] : [])
    : [];
  assertEquals(styles, ["plain", "single", "double", "block"]);
});

const spans: readonly (readonly [yaml: string, text: string])[] = [
  ["a: value", "value"],
  ["a:   'single'   # comment", "'single'"],
  [`a: "dou\\nble"`, `"dou\\nble"`],
  ["a: [1, 2]  # comment\nb: c\n", "[1, 2]"],
  ["a:\n  - 1\n  - 2\n\n\nb: c\n", "- 1\n  - 2"],
  ["a:\n  b: c\n\n", "b: c"],
];

for (const [yaml, text] of spans) {
  Deno.test(`readYaml() gives ${JSON.stringify(yaml)} the span of ${JSON.stringify(text)}`, () => {
    const node = nodeOf(yaml);
    const value = node.kind === "map" ? node.entries[0]?.value : undefined;
    assertEquals(value && value.span.source.text.slice(value.span.start, value.span.end), text);
  });
}

Deno.test("readYaml() points at the key of a value that is missing", () => {
  const { start, end } = valueOf("a:\n").span;
  assertEquals([start, end], [0, 1]);
});

const comments: readonly (readonly [yaml: string, comment: string | undefined])[] = [
  ["a: b", undefined],
  ["a: b # text", "# text"],
  ["a: b #1", "#1"],
  ["a: b#1", undefined],
  ["a: 'b' # text", "# text"],
  ["a: b\n# text", undefined],
  ["a: | # text\n  b", undefined],
];

for (const [yaml, comment] of comments) {
  Deno.test(`readYaml() finds the comment ${comment} after ${JSON.stringify(yaml)}`, () => {
    assertEquals(valueOf(yaml).comment, comment);
  });
}

const refused: Readonly<Record<string, readonly [yaml: string, ...problems: string[]]>> = {
  "an empty file": ["", "Cannot read an empty file"],
  "white space": [" \n\n", "Cannot read an empty file"],
  "a comment alone": ["# text", "Cannot read an empty file"],
  "two empty documents": ["---\n---\n", "Cannot read a second document"],
  "a second document": ["a: b\n---\nc: d", "Cannot read a second document"],
  "an anchor before nothing": ["a: &b", `Cannot use the anchor "&b"`],
  "an anchor before text": ["a: &b c", `Cannot use the anchor "&b"`],
  "an anchor before a list": ["a: &b [c]", `Cannot use the anchor "&b"`],
  "an anchor before a key": ["&b a: c", `Cannot use the anchor "&b"`],
  "an alias": ["a: *b", `Cannot use the alias "*b"`],
  "an alias as a key": ["*b : c", `Cannot use the alias "*b"`],
  "a tag": ["a: !b c", `Cannot use the tag "!b"`],
  "a tag of YAML's own": ["a: !!str c", `Cannot use the tag "!!str"`],
  "a tag before nothing": ["a: !b", `Cannot use the tag "!b"`],
  "a tag before a map": ["a: !b {c: d}", `Cannot use the tag "!b"`],
  "a bare tag": ["a: ! b", `Cannot use the tag "!"`],
  "a merge key": ["a: b\n<<: {c: d}", `Cannot use the merge key "<<"`],
  "keys that stand twice": ["a: b\na: c", `The key "a" stands twice in the same map`],
  "quoted keys that stand twice": [`{a: b, "a": c}`, `The key "a" stands twice in the same map`],
  "a key of three": ["a: 1\na: 2\na: 3", ...Array(2).fill(`The key "a" stands twice in the same map`)],
  "a map as a key": ["? {a: b}\n: c", "Cannot use a list or a map as a key"],
};

for (const [name, [yaml, ...problems]] of Object.entries(refused)) {
  Deno.test(`readYaml() refuses ${name}`, () => {
    assertEquals(problemsIn(yaml), problems);
    assertEquals(readYaml(makeSource("a.yaml", yaml)).node, undefined);
  });
}

Deno.test("readYaml() gives the first error of each line only", () => {
  assertEquals(
    problemsIn("a: @b @c\nd: `e\n"),
    Array(2).fill("Cannot read YAML: a plain value cannot begin like this"),
  );
});

Deno.test("readYaml() allows the same key in different maps", () => {
  assertEquals(problemsIn("a: {b: c}\nd: {b: c}"), []);
});

for (const open of ["[", "{a: ", "- ", "? "]) {
  Deno.test(`readYaml() refuses 10,000 levels of "${open}" and lives on`, () => {
    const problems = problemsIn(`a:\n  ${open.repeat(10_000)}`);
    assertEquals(problems.includes("Cannot read YAML: lists and maps nest too deeply"), open !== "? ");
    assertEquals(problems.length > 0, true);
  });
}

Deno.test("readYaml() reads a file of the largest size in linear time", () => {
  // Were each key compared with all others, so many keys would take ten seconds.
  const yaml = Array.from({ length: 14_000 }, (_, index) => `key${index}: value`).join("\n");
  assertEquals(problemsIn(yaml), []);
});

for (
  const [says, yaml] of [
    ["a list of one line", `a: [${"a, ".repeat(24_000)}]`],
    ["a map of one line", `{${Array.from({ length: 12_000 }, (_, index) => `a${index}: b, `).join("")}}`],
    ["comments", `${"#\n".repeat(45_000)}a: b`],
  ] as const
) {
  Deno.test(`readYaml() reads ${says} of the largest size in linear time`, () => {
    const start = performance.now();
    assertEquals(problemsIn(yaml), []);
    // Were the rest of the line looked at for each value, this would take a minute.
    assert(performance.now() - start < 10_000);
  });
}

Deno.test("readYaml() never throws and its problems can be drawn, whatever the text", () => {
  const words = ["a", ":", " ", "\n", "-", "?", "&", "*", "!", "|", ">", "'", '"', "[", "]", "{", "}", ",", "#", "%"];
  const longer = [...words, "@", "<<", "---", "\t", "\\", "$x", ": ", "\n  ", "\r\n", "\0", "\u2028"];
  let seed = 1;
  const next = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  for (let turn = 0; turn < 2000; turn++) {
    const text = Array.from({ length: 1 + next(12) }, () => longer[next(longer.length)]).join("");
    for (const problem of readYaml(makeSource("a.yaml", text)).problems) assert(drawProblem(problem).length > 0);
  }
});

Deno.test("substitute() puts columns in the place of whole scalars only", () => {
  const columns = new Map([["x", nodeOf("[1, 2]")], ["y", valueOf("a: word")]]);
  const node = nodeOf("a: $x\nb: ${y}\nc: [$y, $z, $x$y, a $y]\n$y: $$y\n");
  assertEquals(plain(substitute(node, columns)), {
    a: ["1", "2"],
    b: "word",
    c: ["word", "$z", "$x$y", "a $y"],
    $y: "$$y",
  });
});

Deno.test("substitute() leaves the span of the column's own place, for problems with its value", () => {
  const value = valueOf("a: word");
  const node = substitute(nodeOf("b: $y"), new Map([["y", value]]));
  assertEquals(node.kind === "map" && node.entries[0]?.value, value);
});
