import { assert, assertEquals, fail } from "@std/assert";
import { isProblem } from "../base/problem.ts";
import type { Impact } from "../case/case.ts";
import { namesIn, readData } from "../testing/golden.ts";
import { renderGithub } from "./github.ts";
import { readReport } from "./json.ts";
import type { Report } from "./report.ts";

function load(name: string): Report {
  const report = readReport(readData(`reports/${name}.json`));
  return isProblem(report) ? fail(report.message) : report;
}

// As the runner reads a line: a command, its properties, the message.
const form = /^::(error|warning|notice)(?: ([a-z]+=[^:,]*(?:,[a-z]+=[^:,]*)*))?::(.*)$/;

function commandsOf(report: Report) {
  const lines = renderGithub(report).trimEnd().split("\n");
  return lines.map((line) => {
    const [, kind = "", properties = "", message = ""] = form.exec(line) ?? fail(`no command: ${line}`);
    return {
      kind,
      message,
      properties: new Map(properties.split(",").map((each) => each.split("=", 2) as [string, string])),
    };
  });
}

for (const name of namesIn("reports", ".json")) {
  Deno.test(`the annotations of ${name}.json are commands of ours and nothing else, ten of a kind at most`, () => {
    const commands = commandsOf(load(name));
    for (const kind of ["error", "warning", "notice"]) {
      assert(commands.filter((command) => command.kind === kind).length <= 10);
    }
    for (const { message, properties } of commands) {
      assertEquals([...properties.keys()].filter((key) => !["file", "line", "col", "title", ""].includes(key)), []);
      assertEquals(/%(?!25|0A)/.exec(message)?.index, undefined);
    }
  });
}

const failing = "data/false-end/line[lf-dot-crlf]";
const placeOf = (command: string) => {
  const report = load("ordinary");
  const found = commandsOf({ ...report, options: { ...report.options, command } })
    .find(({ properties }) => properties.get("title")?.endsWith(failing));
  assertEquals(found?.kind, "error");
  return ["file", "line", "col"].map((key) => found?.properties.get(key));
};

Deno.test("an annotation points at the line of a case of the user's, or at his target file, and else at nothing", () => {
  assertEquals(placeOf("deno task smtpspec run smtp://a.test --cases mine/"), [
    "cases/data/false_end.yaml",
    "28",
    "17",
  ]);
  assertEquals(placeOf("deno task smtpspec run smtp/mx.yaml --rcpt a@mx.test"), ["smtp/mx.yaml", "1", "1"]);
  assertEquals(placeOf("deno task smtpspec run smtp://a.test --ca x.yaml"), [undefined, undefined, undefined]);
});

Deno.test("there is one annotation for each finding, the gravest first, with its remedy", () => {
  const report = load("ordinary");
  const failure = report.results.find(({ verdict, deviation }) => verdict === "fail" && deviation !== null) ??
    fail("none");
  const of = (id: string, impact: Impact) => ({ ...failure, id, impact, endpoint: "mx" });
  const results = [of("a/b/c[1]", "form"), of("a/b/c[2]", "form"), of("smuggling/commands/x", "security")];
  const distinct = results.map((result) => ({
    ...result,
    deviation: { ...failure.deviation ?? fail("none"), because: result.impact },
  }));
  const errors = commandsOf({ ...report, results: distinct }).filter(({ kind }) => kind === "error");
  assertEquals(errors.map(({ properties }) => properties.get("title")), [
    "security%3A smuggling/commands/x",
    "form%2C 2 results%3A a/b/c",
  ]);
  assert(errors[0]?.message.includes("%0Aremedy: smtpd_forbid_bare_newline = reject prevents it (postconf(5))%0A"));
});

Deno.test("of more than ten findings nine are annotated, and the tenth annotation counts the others", () => {
  const report = load("ordinary");
  const failure = report.results.find(({ verdict, deviation }) => verdict === "fail" && deviation !== null) ??
    fail("no failure");
  const results = Array.from({ length: 12 }, (_, index) => ({
    ...failure,
    id: `a/b/${index}`,
    deviation: { ...failure.deviation ?? fail("none"), because: `${index}` },
  }));
  const errors = commandsOf({ ...report, results }).filter(({ kind }) => kind === "error");
  assertEquals(errors.length, 10);
  assertEquals(errors.at(-1)?.message, "3 more findings are in the other reports");
});

Deno.test("what a server says cannot end a value or the command", () => {
  const report = load("ordinary");
  const failure = report.results.find(({ verdict, deviation }) => verdict === "fail" && deviation !== null) ??
    fail("none");
  const evil = "%0A::error::x\n::error::y\r::set-env name=a::b,line=1 ##[error]z";
  const deviation = { ...failure.deviation ?? fail("none"), received: evil };
  const [error] = commandsOf({ ...report, results: [{ ...failure, id: "a,line=7::x", deviation }] });
  assertEquals(error?.properties.get("title"), "security%3A a%2Cline=7%3A%3Ax".split("=")[0]);
  const received = error?.message.split("%0A").find((line) => line.startsWith("received: "));
  assertEquals(received, "received: %250A::error::x\\x0a::error::y\\x0d::set-env name=a::b,line=1 #\\x23[error]z");
});
