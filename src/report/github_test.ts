import { assert, assertEquals, fail } from "@std/assert";
import { isProblem } from "../base/problem.ts";
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

Deno.test("an annotation points at the line of the case that was not met", () => {
  const found = commandsOf(load("ordinary"))
    .find(({ properties }) => properties.get("title") === "data/false-end/line[lf-dot-crlf]");
  assertEquals(found?.kind, "error");
  assertEquals(["file", "line", "col"].map((key) => found?.properties.get(key)), [
    "cases/data/false_end.yaml",
    "28",
    "17",
  ]);
});

Deno.test("of more than ten failures nine are annotated, and the tenth annotation counts the others", () => {
  const report = load("ordinary");
  const failure = report.results.find(({ verdict }) => verdict === "fail") ?? fail("no failure");
  const results = Array.from({ length: 12 }, (_, index) => ({ ...failure, id: `a/b/${index}` }));
  const errors = commandsOf({ ...report, results }).filter(({ kind }) => kind === "error");
  assertEquals(errors.length, 10);
  assertEquals(errors.at(-1)?.message, "3 more failures are in the other reports");
});

Deno.test("what a server says cannot end a value or the command", () => {
  const report = load("ordinary");
  const failure = report.results.find(({ verdict, deviation }) => verdict === "fail" && deviation !== null) ??
    fail("none");
  const evil = "%0A::error::x\n::error::y\r::set-env name=a::b,line=1 ##[error]z";
  const deviation = { ...failure.deviation ?? fail("none"), received: evil };
  const [error] = commandsOf({ ...report, results: [{ ...failure, id: "a,line=7::x", deviation }] });
  assertEquals(error?.properties.get("title"), "a%2Cline=7%3A%3Ax".split("=")[0]);
  const received = error?.message.split("%0A").find((line) => line.startsWith("received: "));
  assertEquals(received, "received: %250A::error::x\\x0a::error::y\\x0d::set-env name=a::b,line=1 #\\x23[error]z");
});
