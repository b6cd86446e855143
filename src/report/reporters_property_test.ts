import { assertEquals, fail } from "@std/assert";
import { isProblem } from "../base/problem.ts";
import fc from "fast-check";
import { parse } from "yaml";
import { latin1, latin1Text, utf8 } from "../base/octets.ts";
import { escapeOctets, escapeUnseen, plainLine } from "../base/show.ts";
import { readData } from "../testing/golden.ts";
import { anyText, check } from "../testing/properties.ts";
import { findHtmlFault } from "../testing/html.ts";
import { findMarkdownFault } from "../testing/markdown.ts";
import { findXmlFault } from "../testing/xml.ts";
import { readReport } from "./json.ts";
import type { Report } from "./report.ts";
import { reporters } from "./reporter.ts";

/** Octets that a server may send to be obeyed, or to break out of what it is quoted in. */
const said = fc.array(
  fc.oneof(
    fc.constantFrom(
      "<script>alert(1)</script>",
      "</pre>",
      "-->",
      "]]>",
      "&amp;",
      '"',
      "'",
      "`",
      "\x1b[31m",
      "\x1b]0;t\x07",
      "\u202e",
      "::error::",
      "##[group]",
      "\n...\n",
      "\n---\n",
      "\r\n",
      "# ",
      "|",
      "* ",
      "```",
      "\0",
      "\ud800",
      "not ok 1\n",
    ),
    anyText({ minLength: 1, maxLength: 8 }),
    fc.uint8Array({ minLength: 1, maxLength: 8 }).map((octets) => latin1Text(octets)),
  ),
  { minLength: 1, maxLength: 6 },
).map((parts) => parts.join(""));

const ordinary = readReport(readData("reports/ordinary.json"));

/** The ordinary report, in which the server said other things; as the runner would have written them down. */
function reportOf(text: string): Report {
  const report = isProblem(ordinary) ? fail(ordinary.message) : ordinary;
  // A text with no character above U+00FF stands for any octets, UTF-8 or not.
  const escaped = escapeOctets(/^[\0-\xff]*$/.test(text) ? latin1(text) : utf8(text));
  return {
    ...report,
    facts: [{ endpoint: "mx", about: "commands of a session", value: plainLine(escaped), run: plainLine(escaped) }],
    results: report.results.map((result) => ({
      ...result,
      reason: result.reason === null ? null : plainLine(`received ${escaped}`),
      deviation: result.deviation === null ? null : { ...result.deviation, received: escaped },
      notes: result.notes.map(() => plainLine(escaped)),
      transcript: result.transcript.map((event) => event.kind === "received" ? { ...event, text: escaped } : event),
    })),
    target: {
      ...report.target,
      name: text,
      endpoints: report.target.endpoints.map((endpoint) => ({
        ...endpoint,
        offer: { plain: { greeting: escaped, keywords: [escaped, plainLine(text)] } },
      })),
    },
  };
}

const render = (format: string, report: Report) =>
  reporters.get(format)?.render(report, { width: 80, isColored: false, isVerbose: true }) ?? fail(format);

Deno.test("the JUnit report is well-formed whatever a server says", () => {
  check(fc.property(said, (text) => assertEquals(findXmlFault(render("junit", reportOf(text))), undefined)), 100);
});

Deno.test("the JSON report is read back as it was, whatever a server says", () => {
  check(
    fc.property(said, (text) => {
      const report = reportOf(text);
      const { target } = report;
      // What a server says is escaped before; the name of a target may be anything, and is escaped as it is read.
      const read = { ...report, target: { ...target, name: escapeUnseen(target.name) } };
      assertEquals(readReport(render("json", report)), JSON.parse(JSON.stringify(read)));
    }),
    100,
  );
});

Deno.test("the TAP report has its points and no others, whatever a server says", () => {
  check(
    fc.property(said, (text) => {
      const report = reportOf(text);
      const lines = render("tap", report).split("\n");
      assertEquals(lines.filter((line) => /^(not )?ok\b/.test(line)).length, report.results.length);
      assertEquals(lines.filter((line) => line === "  ---").length, lines.filter((line) => line === "  ...").length);
    }),
    100,
  );
});

Deno.test("the blocks of the TAP report are YAML, whatever a server says", () => {
  const blocksOf = (text: string) => [...render("tap", reportOf(text)).matchAll(/^ {2}---\n([^]*?)^ {2}\.\.\.$/gm)];
  const due = blocksOf("250 OK").map(([, block = ""]) => Object.keys(parse(block)));
  check(
    fc.property(said, (text) => assertEquals(blocksOf(text).map(([, block = ""]) => Object.keys(parse(block))), due)),
    100,
  );
});

Deno.test("the stream has its lines of JSON and no others, whatever a server says", () => {
  check(
    fc.property(said, (text) => {
      const report = reportOf(text);
      const events = render("ndjson", report).trimEnd().split("\n").map((line) => JSON.parse(line));
      const results = events.flatMap(({ event, result }) => event === "result" ? [result] : []);
      assertEquals(results, JSON.parse(JSON.stringify(report.results)));
    }),
    100,
  );
});

Deno.test("the HTML report is well-formed and has no markup but ours, whatever a server says", () => {
  check(fc.property(said, (text) => assertEquals(findHtmlFault(render("html", reportOf(text))), undefined)), 100);
});

Deno.test("no report has a terminal escape, a hidden character or a CI command, whatever a server says", () => {
  // deno-lint-ignore no-control-regex -- control characters are what is looked for
  const hidden = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
  check(
    fc.property(said, fc.constantFrom(...reporters.keys()), (text, format) => {
      const commands = format === "github" ? /^::(?:error|warning|notice)(?: |::)/gm : /$^/g; // ours
      const rendered = render(format, reportOf(text)).replace(commands, "");
      assertEquals(hidden.exec(rendered)?.[0], undefined);
      assertEquals(/^\s*(?:::|##\[)/m.exec(rendered)?.[0], undefined);
    }),
    100,
  );
});

Deno.test("the annotations are as many whatever a server says", () => {
  const commandsOf = (text: string) => render("github", reportOf(text)).match(/^::[a-z]+/gm);
  const due = commandsOf("250 OK");
  check(fc.property(said, (text) => assertEquals(commandsOf(text), due)), 100);
});

Deno.test("the Markdown report holds no markup but ours, whatever a server says", () => {
  check(
    fc.property(said, (text) => assertEquals(findMarkdownFault(render("markdown", reportOf(text))), undefined)),
    100,
  );
});

Deno.test("a comparison holds no markup but ours, whatever a server says", () => {
  check(
    fc.property(said, (text) => {
      const reports = [reportOf(text), reportOf("250 OK")];
      const compare = (format: string) => reporters.get(format)?.compare?.(reports) ?? fail(format);
      assertEquals(findHtmlFault(compare("html")), undefined);
      assertEquals(findMarkdownFault(compare("markdown")), undefined);
    }),
    50,
  );
});
