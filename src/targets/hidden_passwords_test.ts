/** A password that somebody wrote into a target file is in no frame and in no sentence about it. */
import { assert, assertEquals } from "@std/assert";
import { drawProblem, type Problem } from "../base/frame.ts";
import { makeSource, placeOf } from "../base/source.ts";
import { readYaml } from "../case/yaml.ts";
import { makeReading } from "../testing/samples.ts";
import { hideInProblems } from "../base/passwords_in_files.ts";
import { readTargetFile, wasMeantAsTarget } from "./target_file.ts";

const head = "host: 127.0.0.1\nports: {mx: 5009}\n";
const odd: readonly string[] = [
  'pass: "hunter2secret\nuser: alice\n',
  "password: hunter2secret",
  "Pass: hunter2secret",
  "PASS : hunter2secret",
  "smtp_pass: hunter2secret",
  "pass: env SMTP_PASS hunter2secret",
  "pass: env SMTP_PASS # hunter2secret",
  "pass: hunter2secret\nfoo: 1\n",
  "pass:\n  hunter2secret\n",
  "pass:\n- hunter2secret\n- a: hunter2secret\nfoo: 1",
  "pass: |\n  hunter2secret\n  x\nfoo: bar\n",
  "pass: >-\n hunter2secret\n hunter2b\n foo: [\n",
  "pass: [hunter2secret]",
  "pass: {value: hunter2secret}",
  "pass: {env: hunter2secret\nuser: alice",
  "pass: {\nhunter2secret, foo: 1}",
  "pass:hunter2secret",
  "pass = hunter2secret",
  "pass hunter2secret",
  "pass: &hunter2secret hunter2secret\nuser: *hunter2secret",
  "pass: !!str hunter2secret",
  "pass: !hunter2secret x",
  "pass: hunter2secret\npass: hunter2secret\n",
  "pass: hunter2: secret",
  "pass: 'hunter2secret\n",
  "  pass: hunter2secret",
  "\tpass: hunter2secret",
  "mailboxes: {a: {pass: hunter2secret}}",
  "mailboxes:\n  a@b.test: {imap: 'imaps://alice:hunter2secret@mx.test', pass: hunter2secret}",
  '"pass": hunter2secret\nfoo: 1',
  "? pass\n: hunter2secret\nfoo: 1",
  "pass: @hunter2secret",
  "pass: %hunter2secret\nfoo: 1",
  "hosts: [{host: a, pass: hunter2secret}]",
  "hosts:\n  - host: a\n    token: hunter2secret\n  - host: ?\n",
  "bearer_token: hunter2secret\r\nfoo: 1\r\n",
  "client_secret: hunter2secret\nfoo: 1",
  "host: smtp://a:hunter2secret@127.0.0.1\nfoo: 1\n",
  "host: smtp://a:hunter2secret@hunter2secret@127.0.0.1\nfoo: 1\n",
];

/** Reads a target file as a command does. */
function problemsOf(text: string): readonly Problem[] {
  const reading = makeReading();
  const { node, problems } = readYaml(makeSource("mx.yaml", text));
  reading.problems.push(...problems);
  if (node !== undefined) readTargetFile(reading, node);
  return reading.problems;
}

/** A problem in each line of a file shows all that can be shown of it. */
function everywhere(text: string): readonly Problem[] {
  const source = makeSource("mx.yaml", text);
  return source.lineStarts.map((start) => ({ message: "Cannot read this", span: { source, start, end: start + 1 } }));
}

for (const text of [...odd.map((each) => head + each), "{host: 127.0.0.1, pass: hunter2secret, foo: 1}\n"]) {
  Deno.test(`hideInProblems() shows nothing of the password in ${JSON.stringify(text.replace(head, ""))}`, () => {
    const problems = problemsOf(text);
    const hidden = hideInProblems([...problems, ...everywhere(text)]);
    const drawn = hidden.map((each) => drawProblem(each)).join("\n");
    assert(!/hunter2/.test(drawn), drawn);
    assertEquals(
      hidden.slice(0, problems.length).map(({ span }) => placeOf(span)),
      problems.map(({ span }) => placeOf(span)),
    );
    assert(wasMeantAsTarget(text));
  });
}

Deno.test("hideInProblems() leaves a target file as it is that says where the password is", () => {
  const text = head + "user: alice\npass: env SMTP_PASS\nmailboxes:\n" +
    "  a@b.test: {imap: 'imaps://alice@mx.test', pass: env MAIL_PASS, foo: 1}\nname: pass the salt\nfoo: 1\n";
  assertEquals(hideInProblems([...problemsOf(text), ...everywhere(text)]), [...problemsOf(text), ...everywhere(text)]);
});

Deno.test("wasMeantAsTarget() distinguishes target files from cases and baselines", () => {
  assert(wasMeantAsTarget("{host: a, pass: b"));
  assert(!wasMeantAsTarget("title: T\ncases:\n  - {id: one, reply: {pass: 250}}\n"));
  assert(!wasMeantAsTarget("known:\n  a/b/c: {ports: x}\n"));
});
