/** Reports made by hand, in each format for people and CI servers. The hostile one holds all that strangers may try. */
import { assert, assertEquals, assertStringIncludes, fail } from "@std/assert";
import { isProblem } from "../base/problem.ts";
import { assertGolden, namesIn, readData } from "../testing/golden.ts";
import { findXmlFault } from "../testing/xml.ts";
import { readReport } from "./json.ts";
import { noVerdicts, type Report } from "./report.ts";
import { reporters } from "./reporter.ts";

const names = namesIn("reports", ".json");
const plain = { width: 80, isColored: false, isVerbose: false };
const endings = new Map([
  ["console", "console.txt"],
  ["github", "github.txt"],
  ["html", "html"],
  ["junit", "junit.xml"],
  ["markdown", "md"],
  ["tap", "tap.txt"],
]);

/** Gives a report as it stands in its file: reading one escapes what a stranger wrote, and reporters do not rely on it. */
function load(name: string): Report {
  const report: Report = JSON.parse(readData(`reports/${name}.json`));
  return { ...report, summary: { ...noVerdicts(), ...report.summary } };
}

function render(name: string, format: string, options = plain): string {
  return reporters.get(format)?.render(load(name), options) ?? fail(`no reporter ${format}`);
}

/** Leaves style, script and policy of a page out: they are files of their own. */
function withoutFrame(text: string): string {
  return text.replace(/<head>[^]*<title>/, "<head>…<title>").replace(/<(style|script)>[^]*?<\/\1>/g, "<$1>…</$1>");
}

for (const name of names) {
  for (const [format, ending] of endings) {
    Deno.test(`the ${format} reporter renders ${name}.json as its golden file`, async () => {
      await assertGolden(`reports/${name}.${ending}`, withoutFrame(render(name, format)));
    });
  }
}

for (const [format, ending] of [["html", "html"], ["markdown", "md"]] as const) {
  Deno.test(`the ${format} reporter compares reports as its golden file`, async () => {
    const reports = ["ordinary", "known", "hostile"].map(load);
    const text = reporters.get(format)?.compare?.(reports) ?? fail(`${format} compares nothing`);
    await assertGolden(`reports/compared.${ending}`, withoutFrame(text));
  });
}

const variants = [plain, { ...plain, isVerbose: true }, { ...plain, width: 40 }, { ...plain, isColored: true }];
// What a terminal or a viewer would obey, or hide: controls save the line end, marks of direction, unseen characters.
// deno-lint-ignore no-control-regex -- control characters are what is looked for
const unseen = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
// deno-lint-ignore no-control-regex -- our own colours
const colours = /\x1b\[[0-9;]{1,5}m/g;

for (const name of names) {
  for (const [format] of reporters) {
    Deno.test(`the ${format} reporter gives ${name}.json no escape, no hidden character and no CI command`, () => {
      for (const options of variants) {
        const text = render(name, format, options).replace(options.isColored ? colours : /$^/, "");
        assertEquals(unseen.exec(text)?.index, undefined);
        assertEquals(/##[A-Za-z]*\[/.exec(text)?.index, undefined);
        if (format !== "github") assertEquals(/^\s*::/m.exec(text)?.index, undefined);
      }
    });
  }

  Deno.test(`the console reporter keeps ${name}.json within the columns of the terminal`, () => {
    for (const options of variants) {
      const lines = render(name, "console", options).replace(colours, "").split("\n");
      // A command that was broken inside a word could not be pasted.
      const wide = lines.filter((line) => line.length > Math.max(80, options.width) && !/^ {4}--only '/.test(line));
      assertEquals(wide, []);
    }
  });

  Deno.test(`the JUnit report of ${name}.json is well-formed and counts what is in it`, () => {
    const xml = render(name, "junit");
    assertEquals(findXmlFault(xml), undefined);
    const { results, summary, baseline } = load(name);
    const gone = baseline?.staleEntries.filter(({ kind }) => kind === "gone").length ?? 0;
    const tests = results.length + gone;
    const failures = summary.fail + summary.xpass + gone;
    const skipped = summary.skip + summary.inconclusive + summary.xfail;
    const count = (pattern: RegExp) => [...xml.matchAll(pattern)].length;
    assertEquals(count(/<testcase /g), tests);
    assertEquals(count(/<failure /g), failures);
    assertEquals(count(/<error /g), summary.error);
    assertEquals(count(/<skipped /g), skipped);
    const head = `tests="${tests}" failures="${failures}" errors="${summary.error}" skipped="${skipped}"`;
    assertStringIncludes(xml.split("\n")[1] ?? "", head);
  });

  Deno.test(`the TAP report of ${name}.json has its plan, its points and closed YAML blocks`, () => {
    const { results, summary, complete, baseline } = load(name);
    const gone = baseline?.staleEntries.filter(({ kind }) => kind === "gone").length ?? 0;
    const failed = summary.fail + summary.error + summary.xfail + summary.xpass + gone;
    const [version, plan, ...lines] = render(name, "tap").trimEnd().split("\n");
    assertEquals([version, plan], ["TAP version 14", `1..${results.length + gone}`]);
    assertEquals(lines.filter((line) => /^(not )?ok /.test(line)).length, results.length + gone);
    assertEquals(lines.filter((line) => line.startsWith("not ok ")).length, failed);
    assertEquals(lines.filter((line) => line === "  ---").length, lines.filter((line) => line === "  ...").length);
    assertEquals(lines.filter((line) => !/^(?: {2}|(?:not )?ok |Bail out! )/.test(line)), []);
    assertEquals(lines.at(-1)?.startsWith("Bail out!"), !complete);
  });

  Deno.test(`the JSON report of ${name}.json is lossless`, () => {
    const read = readReport(readData(`reports/${name}.json`));
    assert(!isProblem(read), isProblem(read) ? read.message : "");
    assertEquals(readReport(render(name, "json")), read);
  });
}

const failing = "data/false-end/line[lf-dot-crlf]";

Deno.test("the console reporter shows of a failure all that is needed to believe it and to see it again", () => {
  const sections = render("ordinary", "console").split("\n\n");
  const shown = sections.find((section) => section.startsWith(`FAIL  1. ${failing}`)) ?? fail("no such section");
  const inOrder = [
    failing,
    "The server MUST NOT take anything but <CRLF>.<CRLF>",
    "RFC 5321 §4.1.1.4",
    "--> cases/data/false_end.yaml:28:17",
    "fail: {code: 2xx",
    "^^^^",
    "expected:  no answer",
    "or:        4xx or 5xx or the server closes",
    "received:  250 2.0.0 Ok: queued as 4X1",
    "C  .␍␊",
    "> S  250 2.0.0 Ok: queued as 4X1␍␊",
    `deno task smtpspec run smtp://127.0.0.1:2525 --rcpt alice@mx.test`,
    `--only '${failing}'`,
  ];
  let at = 0;
  for (const words of inOrder) {
    const found = shown.indexOf(words, at);
    assert(found !== -1, `${words} is missing, or out of order`);
    at = found;
  }
});

Deno.test("the console reporter shows the failures last, the worst at the end, above the summary", () => {
  const heads = render("ordinary", "console").split("\n\n").map((section) => section.split(/[ (]/)[0]);
  assertEquals(heads, [
    "smtpspec",
    "Skipped",
    "Inconclusive",
    "Tried",
    "Requirements",
    "WARN",
    "FAIL",
    "FAIL",
    "FAIL",
    "4",
    "4",
  ]);
});

Deno.test("the console reporter names all skipped and passed cases with --verbose", () => {
  const text = render("ordinary", "console", { ...plain, isVerbose: true });
  for (const { id } of load("ordinary").results) assertStringIncludes(text, id);
});

Deno.test("the console reporter differs with colours in nothing but colours", () => {
  assertEquals(
    render("ordinary", "console", { ...plain, isColored: true }).replace(colours, ""),
    render("ordinary", "console"),
  );
});
