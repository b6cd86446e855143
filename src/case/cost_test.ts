import { assertEquals } from "@std/assert";
import { caseOf } from "../testing/samples.ts";
import { type Cost, costsOf, sumOf } from "./cost.ts";

/** Sums the costs of a case; each variable has ten characters. */
function costOf(lines: string): Cost {
  const measure = ({ parts }: { readonly parts: readonly ({ kind: "text"; text: string } | { kind: "variable" })[] }) =>
    parts.reduce((sum, part) => sum + (part.kind === "text" ? part.text.length : 10), 0);
  return sumOf(costsOf(caseOf(lines).steps, measure).map(({ cost }) => cost));
}

const costs: readonly (readonly [lines: string, cost: Partial<Cost>])[] = [
  ["send: NOOP\nreply: 250", { waiting: 0, octets: 6, commands: 1, connections: 0, expressions: 0 }],
  ["send: NOOP $token\nreply: 250", { octets: 17 }],
  ["wait: 2s", { waiting: 2_000 }],
  ["send: NOOP\nsilence: 2s", { waiting: 2_000 }],
  ["send: NOOP\nreply: 250\nrepeat: {times: 7}", { octets: 42, commands: 7 }],
  ["send: NOOP\nsilence: 2s\nrepeat: {times: 7}", { waiting: 14_000 }],
  ['bytes: ["NO", "OP", "\\r\\n"]\nreply: 250', { waiting: 40, octets: 6 }],
  ['bytes: ["NO", "OP", "\\r\\n"]\ngap: 1s\nreply: 250', { waiting: 2_000 }],
  ['bytes: ["NO", "OP", "\\r\\n"]\ngap: 0ms\nreply: 250', { waiting: 0 }],
  ["send: NOOP\nsplit: single-octets\nreply: 250", { waiting: 100 }],
  ["send: NOOP\nsplit: [1, 2]\ngap: 1s\nreply: 250", { waiting: 2_000 }],
  ["send: NOOP\nsplit: every-border\ngap: 1s\nreply: 250", { waiting: 6_000, octets: 36, commands: 6 }],
  [
    "steps:\n  - {send: NOOP, split: every-border, gap: 0ms, reply: 250}\n  - wait: 1s",
    { waiting: 6_000, octets: 36 },
  ],
  [
    "steps:\n  - pipeline:\n      - {send: NOOP, reply: 250}\n      - {send: RSET, reply: 250, repeat: {times: 3}}\n    repeat: {times: 2}",
    { commands: 8, octets: 48 },
  ],
  ["steps:\n  - {connect: other}\n  - {connect: third}", { connections: 2 }],
  ["message: {octets: 5000}\nreply: 250\nstart: data\nrisks: delivers", { octets: 5_010 }], // with a Subject
  ["message: {lines: 100, header: {A: b}}\nreply: 250\nstart: data\nrisks: delivers", { octets: 401 }],
  ['bdat: {text: "four", last: yes}\nreply: 250\nrisks: delivers', { octets: 4 }],
  ["bdat: {octets: 700}\nreply: 250", { octets: 700 }],
  ["send: NOOP\nreply: {text: '/abc/'}", { expressions: 4 }],
  ["send: NOOP\nreply: {pass: [{text: '/abc/'}, {not: {first_line: '/d/'}}], fail: {raw: '/e/'}}", { expressions: 8 }],
  ["send: NOOP\nreply: {text: '/abc/'}\nrepeat: {times: 9}", { expressions: 4 }],
  ["send: NOOP\nreply: {text: '/abc/'}\nkeep: {a: '/(b)/'}", { expressions: 8 }],
  [
    "send: DATA\nreply: {pass: 503, branch: {code: 354, steps: [{send: ., reply: 250}, {wait: 1s}]}}",
    { octets: 9, commands: 3, waiting: 1_000 },
  ],
];

for (const [lines, cost] of costs) {
  Deno.test(`costsOf() counts ${lines.replaceAll("\n", ", ")}`, () => {
    const counted = costOf(lines);
    assertEquals(counted, { ...counted, ...cost });
  });
}
