/** A server whose every word is an attack on who reads the report: nothing of it may act in any format. */
import { assert, assertEquals, fail } from "@std/assert";
import { parse } from "yaml";
import { close, type Script } from "../peer/script.ts";
import { withServer } from "../testing/scripted_server.ts";
import { readReport } from "../report/json.ts";
import type { Report } from "../report/report.ts";
import { reporters } from "../report/reporter.ts";
import { readCases, runCases, targetAt } from "../testing/runs.ts";
import { findHtmlFault } from "../testing/html.ts";
import { findMarkdownFault } from "../testing/markdown.ts";
import { findXmlFault } from "../testing/xml.ts";

const attack = [
  "\x1b[2J\x1b[31mred", // ANSI: clears the screen
  "\x1b]0;title\x07\x1b]8;;http://evil.test\x07link\x1b]8;;\x07", // OSC: a title, a link
  "\x9b31m\x07\x08\x7f", // CSI as one octet, and other controls
  "<script>alert(1)</script></pre><img src=x onerror=alert(1)>&amp;]]>-->",
  "`code` **bold** [link](http://evil.test) @everyone | # \\",
  "::error::hacked ##[error]hacked ::add-mask::x",
  "\xe2\x80\xae\xe2\x80\xa8 not ok 1 ... ---", // a turn of direction, a line separator
].join(" ");

const server: Script = {
  answers: {
    connect: `220 mx.test ${attack}`,
    EHLO: ["250-mx.test", `250-X-${attack}`, `250 ${attack}`],
    VRFY: `550 5.1.1 ${attack}`,
    HELP: [`214-${attack}`, "::error::hacked", `214 ${attack}`],
    NOOP: [`999 ${attack}`],
    FOO: [attack],
    RSET: [`250 ${attack}`],
    QUIT: [`221 ${attack}`, close("fin")],
  },
};
const cases = readCases(`title: A test
cases:
  - {id: fails, must: "answer VRFY, <b>or</b> not", send: VRFY, reply: 252}
  - {id: warns, should: answer HELP, send: HELP, reply: 502}
  - {id: odd, must: answer NOOP, tests: NOOP, send: NOOP, reply: 250}
  - {id: garbage, must: answer FOO, send: FOO, reply: 500}
  - {id: unclear, must: answer FOO, start: data, send: ., reply: 250}
`);

const report: Report = await withServer(
  server,
  (running) => runCases(cases, targetAt(running), { lintIds: ["replies/lint/octet-range", "replies/lint/code"] }),
);
const texts = new Map([...reporters].map(([format, { render }]) => [
  format,
  render(report, { width: 80, isColored: false, isVerbose: true }),
]));
const textOf = (format: string) => texts.get(format) ?? fail(`there is no format ${format}`);

Deno.test("a server that says nothing but attacks is judged all the same", () => {
  assertEquals(report.results.map(({ verdict }) => verdict).slice(0, 4), ["fail", "warn", "fail", "fail"]);
  assertEquals(report.results.slice(5).map(({ verdict }) => verdict), ["fail", "fail"]);
});

for (const [format, text] of texts) {
  Deno.test(`the report as ${format} lets no control, no hidden character and no CI command of a server through`, () => {
    assert(/alert\(1\)/.test(text) || format === "github", "it does not say what the server said");
    // deno-lint-ignore no-control-regex -- control characters are what is looked for
    const hidden = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/.exec(text);
    assertEquals(hidden?.[0], undefined);
    const ours = format === "github" ? /^::(?:error|warning|notice)(?: |::)/gm : /$^/g;
    assertEquals(/^\s*(?:::|##\[)/m.exec(text.replace(ours, ""))?.[0], undefined);
  });
}

Deno.test("the reports on what a hostile server says are well-formed", () => {
  assertEquals(findXmlFault(textOf("junit")), undefined);
  assertEquals(findHtmlFault(textOf("html")), undefined);
  assertEquals(findMarkdownFault(textOf("markdown")), undefined);
  assertEquals(readReport(textOf("json")), JSON.parse(JSON.stringify(report)));
  for (const line of textOf("ndjson").trimEnd().split("\n")) assertEquals(typeof JSON.parse(line).event, "string");
  const tap = textOf("tap").split("\n");
  assertEquals(tap.filter((line) => /^(not )?ok\b/.test(line)).length, report.results.length);
  for (const [, block = ""] of textOf("tap").matchAll(/^ {2}---\n([^]*?)^ {2}\.\.\.$/gm)) {
    assertEquals(typeof parse(block).verdict, "string");
  }
});
