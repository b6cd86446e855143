import { assertEquals, assertThrows } from "@std/assert";
import { anchors, codeBlocks, codeSpans, firstCells, linkTargets, smtpspecCalls } from "./documents.ts";

const document = [
  "# A `page` of tests, no. 1",
  "See [one](one.md#a-b), ![two](two.png) and `[no](link)`.",
  "",
  "```sh",
  "echo [x](y) # `not a span`",
  "```",
  "",
  "| word | meaning |",
  "|---|---|",
  "| `a` | first |",
  "| b | second |",
  "",
  "```",
  "plain",
  "```",
].join("\n");

Deno.test("codeBlocks() gives the language, the text and the line of each block", () => {
  assertEquals(codeBlocks(document), [
    { language: "sh", text: "echo [x](y) # `not a span`\n", line: 5 },
    { language: "", text: "plain\n", line: 14 },
  ]);
});

Deno.test("codeSpans() and linkTargets() look outside of code blocks", () => {
  assertEquals(codeSpans(document), ["page", "[no](link)", "a"]);
  assertEquals(linkTargets(document), ["one.md#a-b", "two.png"]);
});

Deno.test("anchors() makes anchors as GitHub does", () => {
  assertEquals(anchors(document), ["a-page-of-tests-no-1"]);
});

Deno.test("firstCells() gives a column of the table with this head, and fails without one", () => {
  assertEquals(firstCells(document, "word"), ["a", "b"]);
  assertThrows(() => firstCells(document, "term"), Error, `There is no table with the head "term"`);
});

Deno.test("smtpspecCalls() reads command lines as a shell does", () => {
  const shell = [
    "deno task --config smtpspec/deno.json smtpspec run mx.yaml --skip 'a/**' \\",
    '  --shard "$((I + 1))/4" || code=$? # a comment',
    "git clone x smtpspec && start &",
    "smtpspec list > all.txt",
    "run: deno task smtpspec run mx.yaml --shard ${{ matrix.shard }}/4",
  ].join("\n");
  assertEquals(smtpspecCalls(shell), [
    ["run", "mx.yaml", "--skip", "a/**", "--shard", "1/4"],
    ["list"],
    ["run", "mx.yaml", "--shard", "1/4"],
  ]);
});
