import { assertEquals } from "@std/assert";
import { caseOf } from "../testing/samples.ts";
import { explainSteps } from "./explain_steps.ts";
import { ShownTexts } from "./shown_texts.ts";

const bare = new ShownTexts({ columns: new Map(), made: new Map() });

const blocks = "blocks:\n  idle:\n    - {send: NOOP, reply: {pass: 250, stop: 5xx}}\n";

Deno.test("explainSteps() shows what is given apart from what is judged, with what words and blocks stand for", () => {
  const { steps } = caseOf("given: [RSET, idle]\nsend: HELP # for help\nreply: {pass: 214, inconclusive: any}", blocks);
  assertEquals(explainSteps(steps, bare), [
    "  given (another answer leaves the case inconclusive):",
    "    RSET: sends RSET, passes: 250",
    "    the block idle:",
    "      {send: NOOP, reply: {pass: 250, stop: 5xx}}",
    "          sends: NOOP␍␊",
    "          passes: 250",
    "          passes, and ends: 5xx",
    "  send: HELP # for help",
    "  reply: {pass: 214, inconclusive: any}",
    "      sends: HELP␍␊",
    "      passes: 214",
    "      is inconclusive: any answer",
  ]);
});

Deno.test("explainSteps() shows a block among steps as it is judged, and what is given after it", () => {
  const { steps } = caseOf("steps:\n  - use: idle\n  - given: {send: HELP, reply: 2xx}\n", blocks);
  assertEquals(explainSteps(steps, bare), [
    "  the block idle:",
    "    {send: NOOP, reply: {pass: 250, stop: 5xx}}",
    "        sends: NOOP␍␊",
    "        passes: 250",
    "        passes, and ends: 5xx",
    "  given (another answer leaves the case inconclusive):",
    "    {send: HELP, reply: 2xx}",
    "        sends: HELP␍␊",
    "        passes: 2xx",
  ]);
});

Deno.test("explainSteps() says what each standard word does", () => {
  const { steps } = caseOf("given: [STARTTLS, login, message]\nreply: 220");
  const lines = explainSteps(steps, bare);
  assertEquals(lines.slice(1, -2), [
    "    STARTTLS: sends STARTTLS, passes: 220; makes a TLS handshake; sends $hello $client, passes: 250",
    "    login: logs in, passes: 235",
    "    message: sends a message, passes: 2xx",
  ]);
});

Deno.test("explainSteps() shows the outcomes of a pipeline, a closing and a read-back", () => {
  const { steps } = caseOf(
    "steps:\n  - pipeline: [RSET, {send: NOOP, reply: {pass: 250, fail: {code: 5xx, because: it is known}}}]\n" +
      "  - {delivered: {to: $rcpt, containing: $token}}\n  - {closes: allowed, silence: 1s}\n",
  );
  assertEquals(explainSteps(steps, bare), [
    "  pipeline: [RSET, {send: NOOP, reply: {pass: 250, fail: {code: 5xx, because: it is known}}}]",
    "      sends: RSET␍␊",
    "      sends: NOOP␍␊",
    "      passes: 250",
    "      passes: 250",
    "      fails: 5xx (it is known)",
    "  {delivered: {to: $rcpt, containing: $token}}",
    "      passes: 1 delivered",
    "  {closes: allowed, silence: 1s}",
    "      passes, and ends: the server closes",
    "      passes: no octet for 1.0 s",
  ]);
});

/** Explains what the only case of these lines sends, and the values of its names. */
function shownOf(lines: string): { readonly sends: string[]; readonly values: string[] } {
  const each = caseOf(lines);
  const texts = new ShownTexts(each);
  const sends = explainSteps(each.steps, texts).filter((line) => line.includes("sends: "));
  return { sends: sends.map((line) => line.replace(/^ *sends: /, "")), values: texts.values() };
}

const sent: readonly (readonly [what: string, lines: string, sends: readonly string[], values: readonly string[]])[] = [
  [
    "a variant with its values",
    "variants: [{name: space, local: '\"a b\"'}]\nsend: MAIL FROM:<$local@$client>\nreply: any",
    ['MAIL FROM:<"a b"@$client>␍␊'],
    ['$local = "a b"'],
  ],
  ["octets", String.raw`bytes: ["NO\0\xe9", "OP\r\n"]` + "\nreply: any", [String.raw`NO\0\xe9 | OP␍␊`], []],
  [
    "values made of values",
    'let: {b: x$a, a: é, c: {base64: "$b"}, d: {upper: "$b"}}\nsend: $b $c $d\nreply: any',
    [String.raw`x\xc3\xa9 eMOp X\xc3\x89␍␊`],
    [String.raw`$b = x\xc3\xa9`, String.raw`$a = \xc3\xa9`, "$c = eMOp", String.raw`$d = X\xc3\x89`],
  ],
  [
    "values made of what is not known before the run",
    'let: {c: {base64: "\\0$user\\0$pass"}, d: {upper: "$client"}}\nrequires: [user]\nsend: $c $d ${SIZE + 1}\nreply: any',
    ["$c $d ${SIZE + 1}␍␊"],
    [String.raw`$c = the base64 of \0$user\0$pass`, "$d = $client in capitals"],
  ],
  ["a line of so many octets", "send: NOOP $fill\noctets: 512\nreply: any", [
    "NOOP $fill␍␊ ($fill makes it 512 octets)",
  ], []],
  [
    "a chunk",
    'start: rcpt\nrisks: [delivers]\nbdat: {text: "a\\r\\n", last: yes}\nreply: any',
    ["BDAT 3 LAST␍␊a␍␊"],
    [],
  ],
  ["a chunk of a size", "start: rcpt\nbdat: {octets: 5, declare: 6}\nreply: any", ["BDAT 6␍␊... (5 octets)"], []],
];

for (const [what, lines, sends, values] of sent) {
  Deno.test(`explainSteps() shows what is sent: ${what}`, () => {
    assertEquals(shownOf(lines), { sends: [...sends], values: [...values] });
  });
}
