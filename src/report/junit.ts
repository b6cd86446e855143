/** JUnit XML, as the usual consumers read it: one suite an area, failures as <failure>, skips with their reasons. */
import { plainLine, visible } from "../base/show.ts";
import type { Deviation } from "../judge/deviation.ts";
import {
  againCommand,
  byArea,
  countVerdicts,
  type Report,
  type Result,
  sentenceOf,
  type StaleEntry,
  whyKnown,
} from "./report.ts";
import { byHost } from "./by_host.ts";
import { transcriptLines } from "./transcript_text.ts";

/**
 * Renders a report as JUnit XML. Inconclusive results and known failures count as skipped, warnings as passed with
 * their text, an unexpected pass as a failure; so does an entry of the baseline that names no case, in a suite of its own.
 */
export function renderJunit(report: Report): string {
  const { durationMs, results, startedAt } = report;
  const gone = report.baseline?.staleEntries.filter(({ kind }) => kind === "gone") ?? [];
  const total = countOutcomes(results);
  const suites = [
    ...suitesOf(results).map((each) => renderSuite(each, report)),
    ...(gone.length === 0 ? [] : [renderGone(gone)]),
  ];
  const counts = attributes({
    name: "smtpspec",
    ...total,
    tests: results.length + gone.length,
    failures: total.failures + gone.length,
    time: seconds(durationMs),
    timestamp: startedAt.replace(/\.[0-9]+Z$/, ""),
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${counts}>\n${suites.join("")}</testsuites>\n`;
}

/** Counts results in JUnit's words. */
function countOutcomes(results: readonly Result[]) {
  const { fail, xpass, error, skip, inconclusive, xfail } = countVerdicts(results);
  return { tests: results.length, failures: fail + xpass, errors: error, skipped: skip + inconclusive + xfail };
}

function renderGone(gone: readonly StaleEntry[]): string {
  const counts = { tests: gone.length, failures: gone.length, errors: 0, skipped: 0 };
  const head = attributes({ name: "baseline", ...counts, time: seconds(0) });
  const cases = gone.map(({ id, description, source }) => {
    const test = attributes({
      ...{ name: id, classname: "smtpspec.baseline", time: seconds(0) },
      ...{ file: source.file, line: source.line },
    });
    return `    <testcase${test}>\n      <failure${
      attributes({ message: description, type: "stale" })
    }/>\n    </testcase>\n`;
  });
  return `  <testsuite${head}>\n${cases.join("")}  </testsuite>\n`;
}

/** The results of an area, on one host. */
interface Suite {
  readonly name: string;
  readonly host: string | undefined;
  readonly results: readonly Result[];
}

/** One suite an area; where several hosts were tested, one an area and a host. */
function suitesOf(results: readonly Result[]): Suite[] {
  const hosts = byHost(results);
  if (hosts.size === 0) return [...byArea(results)].map(([name, each]) => ({ name, host: undefined, results: each }));
  return [...hosts].flatMap(([host, own]) =>
    [...byArea(own)].map(([area, each]) => ({ name: `${area}@${host}`, host, results: each }))
  );
}

function renderSuite({ name, host, results }: Suite, report: Report): string {
  const time = results.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const head = attributes({
    name,
    ...countOutcomes(results),
    time: seconds(time),
    timestamp: report.startedAt.replace(/\.[0-9]+Z$/, ""),
    hostname: host ?? report.target.hosts.join(" "),
  });
  const cases = results.map((result) => renderCase(result, report)).join("");
  return `  <testsuite${head}>\n${renderRun(report)}${cases}  </testsuite>\n`;
}

/** What is true of the whole run stands in each suite: a document has properties nowhere else but in its cases. */
function renderRun({ target, suite, complete }: Report): string {
  return renderProperties([
    ["target", visible(target.name)],
    ["smtpspec", suite.version],
    ["cases", suite.casesHash],
    ["complete", String(complete)],
  ], "    ");
}

function renderCase(result: Result, report: Report): string {
  const { source } = result;
  const head = attributes({
    name: result.id,
    classname: `smtpspec.${result.area}`,
    time: seconds(result.durationMs),
    ...(source === null ? {} : { file: source.file, line: source.line }),
  });
  const properties = renderProperties([
    ["level", result.level],
    ["verdict", result.verdict],
    ...result.rfc.map((rfc) => ["rfc", rfc] as const),
    ...result.requirement.map((id) => ["requirement", id] as const),
    ...(result.endpoint === null ? [] : [["endpoint", result.endpoint] as const]),
    ...(result.attempts > 1 ? [["attempts", String(result.attempts)] as const] : []),
    ...(result.attempts > 1 ? result.notes.map((note) => ["note", visible(note)] as const) : []),
  ], "      ");
  return `    <testcase${head}>\n${properties}${renderVerdict(result, report)}    </testcase>\n`;
}

function renderVerdict(result: Result, report: Report): string {
  const reason = visible(result.reason ?? "");
  switch (result.verdict) {
    case "fail":
    case "error": {
      const name = result.verdict === "fail" ? "failure" : "error";
      const message = [sentenceOf(result), ...(reason === "" ? [] : [reason])].join(": ");
      const head = attributes({ message, type: result.level });
      return `      <${name}${head}>${escapeXml(describeResult(result, report))}</${name}>\n`;
    }
    case "skip":
      return `      <skipped${attributes({ message: reason })}/>\n`;
    case "xfail":
      return `      <skipped${
        attributes({ message: `known failure: ${visible(whyKnown(result.known) ?? reason)}` })
      }/>\n`;
    case "xpass":
      return `      <failure${attributes({ message: reason, type: "xpass" })}/>\n`;
    case "inconclusive":
      return `      <skipped${attributes({ message: `inconclusive: ${reason}` })}/>\n`;
    case "warn":
      return `      <system-out>${escapeXml(`WARN ${describeResult(result, report)}`)}</system-out>\n`;
    case "pass":
      return "";
  }
}

/** Describes a result in full: the sentence, the section, what was expected, what was received, the transcript. */
function describeResult(result: Result, report: Report): string {
  const { deviation, reason, dropped } = result;
  return [
    sentenceOf(result),
    ...result.rfc,
    ...(deviation !== null ? describeDeviation(deviation) : reason === null ? [] : [`reason: ${visible(reason)}`]),
    ...result.notes.map((note) => `note: ${visible(note)}`),
    ...transcriptLines(result.transcript).map(({ mark, text, event }) =>
      `${event === deviation?.event ? ">" : " "} ${mark} ${text}`
    ),
    ...(dropped === 0 ? [] : [`${dropped} exchanges in the middle were not kept`]),
    `again: ${againCommand(report, result)}`,
  ].map(plainLine).join("\n");
}

function describeDeviation({ expected, received, because, place, line }: Deviation): string[] {
  return [
    ...(place.line === 0 ? [] : [`at: ${place.file}:${place.line}:${place.column}`, `case: ${line.trim()}`]),
    ...expected.map((each) => `expected: ${visible(each)}`),
    `received: ${visible(received)}`,
    ...(because === undefined ? [] : [`because: ${visible(because)}`]),
  ];
}

function renderProperties(properties: readonly (readonly [string, string])[], indent: string): string {
  const lines = properties.map(([name, value]) => `${indent}  <property${attributes({ name, value })}/>\n`);
  return `${indent}<properties>\n${lines.join("")}${indent}</properties>\n`;
}

function attributes(given: Readonly<Record<string, string | number>>): string {
  return Object.entries(given).map(([name, value]) => ` ${name}="${escapeXml(plainLine(String(value)))}"`).join("");
}

/** Escapes text for XML 1.0; a character that XML cannot hold is written as \xHH. */
export function escapeXml(text: string): string {
  const entities: Record<string, string> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "'": "&apos;" };
  return text.replace(/[<>&"'\r\t]|[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const isAllowed = character === "\r" || character === "\t";
    return entities[character] ?? (isAllowed ? `&#${code};` : `\\x${code.toString(16).padStart(2, "0")}`);
  });
}

const seconds = (time: number) => (time / 1000).toFixed(3);
