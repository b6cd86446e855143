/** The JUnit report against a schema of the format, by xmllint. Where that is not installed the tests are skipped. */
import { assertEquals, assertMatch } from "@std/assert";
import { namesIn, readData } from "../testing/golden.ts";
import { findJunitFault, hasXmllint } from "../testing/xmllint.ts";

const where = hasXmllint ? "" : "; skipped: xmllint (libxml2-utils) is not installed";

for (const name of namesIn("reports", ".junit.xml")) {
  Deno.test({
    name: `the JUnit report of ${name}.json fits the schema of the format${where}`,
    ignore: !hasXmllint,
    fn: async () => assertEquals(await findJunitFault(readData(`reports/${name}.junit.xml`)), undefined),
  });
}

const broken: Readonly<Record<string, RegExp>> = {
  "case-outside": /'testcase': This element is not expected/,
  "count": /attribute 'tests': 'one' is not a valid value/,
  "two-outcomes": /'failure': This element is not expected/,
};

for (const name of namesIn("junit", ".xml")) {
  Deno.test({
    name: `the schema of the JUnit format refuses ${name}.xml${where}`,
    ignore: !hasXmllint,
    fn: async () =>
      assertMatch(await findJunitFault(readData(`junit/${name}.xml`)) ?? "it fits", broken[name] ?? /it is not here/),
  });
}
