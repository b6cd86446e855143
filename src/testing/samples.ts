/** Small values for tests: replies, cases, targets, as the readers make them. */
import { fail } from "@std/assert";
import { bySeverity, type Problem } from "../base/frame.ts";
import { latin1 } from "../base/octets.ts";
import { makeSource, type Span } from "../base/source.ts";
import type { Case } from "../case/case.ts";
import type { Template } from "../case/template_types.ts";
import { readCaseFile } from "../case/read_case.ts";
import type { Reading } from "../case/reader.ts";
import type { Catalogue, Requirement } from "../case/requirements.ts";
import { type Node, readYaml, type Scalar } from "../case/yaml.ts";
import type { Facts } from "../judge/matches.ts";
import type { Reply } from "../smtp/reply.ts";
import { ReplyParser } from "../smtp/reply_parser.ts";
import { endpointsOf } from "../targets/endpoint.ts";
import { bareTarget, type Target } from "../targets/target.ts";

/** A span over no text. */
export const nowhere: Span = { source: makeSource("test.yaml", ""), start: 0, end: 0 };

/** Parses one whole reply; CRLF is added where the text has none. */
export function replyOf(text: string): Reply {
  const parser = new ReplyParser();
  parser.push(latin1(text.endsWith("\n") ? text : `${text}\r\n`));
  const reply = parser.next();
  return reply?.kind === "reply" ? reply : fail(`no reply: ${text}`);
}

/** Starts a reading without problems. */
export function makeReading(): Reading {
  return { problems: [], uses: [] };
}

/** Reads YAML that is right. */
export function nodeOf(text: string): Node {
  const { node, problems } = readYaml(makeSource("test.yaml", text));
  return node !== undefined && problems.length === 0 ? node : fail(problems[0]?.message ?? "no node");
}

/** Reads the scalar that is the value of the only key `a`. */
export function valueOf(yaml: string): Scalar {
  const node = nodeOf(yaml);
  const value = node.kind === "map" ? node.entries[0]?.value : undefined;
  return value?.kind === "scalar" ? value : fail(`no scalar: ${yaml}`);
}

const requirement = (id: string, section: string): Requirement => ({
  id,
  rfc: 5321,
  section,
  level: "must",
  wording: "keyword",
  actor: "server",
  says: "A sentence.",
  observe: "session",
  area: "commands",
  untested: undefined,
});

/** A catalogue of one RFC: §4.1.1.9 has one requirement, §4.2 has two, §3.8 has none. */
export const catalogue: Catalogue = {
  rfcs: new Map([[5321, {
    number: 5321,
    title: "Simple Mail Transfer Protocol",
    sections: new Map([["3.8", "Terminating Sessions"], ["4.1.1.9", "NOOP"], ["4.2", "SMTP Replies"]]),
  }]]),
  requirements: new Map(
    [requirement("5321-4.1.1.9-a", "4.1.1.9"), requirement("5321-4.2-a", "4.2"), requirement("5321-4.2-b", "4.2")]
      .map((each) => [each.id, each]),
  ),
};

/** What a file of cases holds, and the messages of its problems, each with its hint after a bar. */
export interface ReadCases {
  readonly cases: readonly Case[];
  /** Of errors. */
  readonly messages: readonly string[];
  readonly warnings: readonly string[];
}

/** Reads a file of cases. */
export function readCases(yaml: string): ReadCases {
  const reading = makeReading();
  const { node, problems } = readYaml(makeSource("area/topic.yaml", yaml));
  reading.problems.push(...problems);
  const cases = node === undefined ? [] : readCaseFile(reading, node, { topic: "area/topic", catalogue });
  const show = ({ message, hint }: Problem) => hint ? `${message} | ${hint}` : message;
  const { errors, warnings } = bySeverity(reading.problems);
  return { cases, messages: errors.map(show), warnings: warnings.map(show) };
}

/** Reads one case out of the lines of its map, with an id and a demand in front; it must have no problem. */
export function caseOf(lines: string, file = ""): Case {
  const { cases, messages } = readCases(`title: T\n${file}cases:\n  - id: one\n    must: do it\n${indent(lines)}`);
  const [only, second] = cases;
  return messages.length === 0 && only !== undefined && second === undefined ? only : fail(messages.join("; "));
}

/** Gives the messages of one case's errors. */
export function problemsOf(lines: string): readonly string[] {
  return readCases(`title: T\ncases:\n  - id: one\n    must: do it\n${indent(lines)}`).messages;
}

/** Gives the messages of one case's warnings. */
export function warningsOf(lines: string, file = ""): readonly string[] {
  return readCases(`title: T\n${file}cases:\n  - id: one\n    must: do it\n${indent(lines)}`).warnings;
}

const indent = (lines: string) => lines.replace(/^(?=.)/gm, "    ");

/** Makes a template without variables. */
export function templateOf(text: string): Template {
  return { encoding: "utf8", parts: [{ kind: "text", text }], span: nowhere };
}

/** Facts that know no kept value and fill templates without variables. */
export const plainFacts: Facts = {
  offersEnhanced: false,
  fill: ({ parts }) => parts.map((part) => part.kind === "text" ? part.text : `$${part.name}`).join(""),
  kept: () => undefined,
};

/** Makes a target with one endpoint, of the role mx. */
export function makeTarget(given: Partial<Target> = {}): Target {
  return {
    name: "test",
    endpoints: endpointsOf([{
      name: "127.0.0.1",
      listeners: [{ role: "mx", address: { host: "127.0.0.1", port: 2525 } }],
    }]),
    ...bareTarget,
    ...given,
  };
}
