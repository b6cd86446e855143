import { assertEquals } from "@std/assert";
import { readReport } from "./json.ts";

const refused: readonly (readonly [text: string, reason: string])[] = [
  ["null", "it is no report of smtpspec"],
  ["[]", "it is no report of smtpspec"],
  [`"smtpspec"`, "it is no report of smtpspec"],
  ["{}", "it is no report of smtpspec"],
  [`{"suite":{"name":"other"}}`, "it is no report of smtpspec"],
  [
    `{"suite":{"name":"smtpspec"},"schemaVersion":2,"results":[]}`,
    "it has the schema version 2; this smtpspec reads 1",
  ],
  [`{"suite":{"name":"smtpspec"},"schemaVersion":1}`, "it holds no results"],
  [`{"suite":{"name":"smtpspec"},"schemaVersion":1,"results":{}}`, "it holds no results"],
];

for (const [text, reason] of refused) {
  Deno.test(`readReport() refuses ${text}: ${reason}`, () => assertEquals(readReport(text), reason));
}

Deno.test("readReport() says that a text is no JSON", () => {
  assertEquals(String(readReport("{")).startsWith("it is no JSON: "), true);
});
