/** Whoever writes a password where none belongs finds it in no error: that ends up in logs. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { smtpspec } from "../testing/smtpspec.ts";
import { withFolder } from "../testing/smtpspec_process.ts";

const word = "Tr0ub4dor";
const target = "127.0.0.1:9";

/** Command lines, and what the error says nevertheless. */
const calls: readonly (readonly [args: readonly string[], says: string])[] = [
  [["run", `smtp://alice:${word}@mx.test`], "smtp://alice:***@mx.test"],
  [["run", `smtp://:${word}@mx.test:25`], "smtp://:***@mx.test:25"],
  [["run", `alice:${word}@mx.test`], "alice:***@mx.test"],
  [["run", `smtps://alice:${word}/@ "${word}@mx.test`], "smtps://alice:***@mx.test"],
  [["run", `smpt://alice:${word}@mx.test`], "smpt://alice:***@mx.test"],
  [["run", `lmtp:///alice:${word}@mx,test`], "/alice:***@mx,test"],
  [["run", `smtp://alice:${word}@mx.yaml`], "smtp://alice:***@mx.yaml"],
  [[`smtp://alice:${word}@mx.test`], "smtp://alice:***@mx.test"],
  [["run", target, "--rcpt", `smtp://alice:${word}@mx.test`], "smtp://alice:***@mx.test"],
  [["run", target, "--rcpt", "a@b.test", "--cases", `smtp://alice:${word}@mx.test`], "smtp://alice:***@mx.test"],
  [["run", target, "--user", "a", "--pass-env", `${word}!x`], "--pass-env"],
  [["run", target, "--user", "a", "--pass-env", word], "variable that is named is not set"],
  [["run", target, "--user", "a", "--bearer-token-env", `${word}.x`], "--bearer-token-env"],
  [["run", target, "--pass", word], "--pass"],
  [["run", target, `--password=${word}`], "--password"],
  [["run", target, `--password:${word}`], "--password"],
  [["run", target, `-p${word}`], `"-p"`],
  [[`-p${word}`, "run"], `"-p"`],
  [["render", `smtp://alice:${word}@mx.test`], "smtp://alice:***@mx.test"],
];

for (const [args, says] of calls) {
  Deno.test(`smtpspec ${args.join(" ")} repeats no password in its error`, async () => {
    const { code, out, err } = await smtpspec(args);
    assertEquals(code, 3);
    assert(!(out + err).includes(word), err);
    assertStringIncludes(err.replace(/\s+/g, " "), says);
  });
}

const files: readonly string[] = [
  `host: smtp://alice:${word}@mx.test\n`,
  `host: smtp://alice:${word}@mx.test\r\nbogus: 1\r\n`,
  `hosts: [mx.test, "smtp://alice:${word}@mx.test"]\n`,
  `host: mx.test\nports: {lmtp: "alice:${word}@x,y"}\n`,
  `host: mx.test\npasss: ${word}\n`,
  `host: mx.test\npassword: "${word}\n`,
  `host: mx.test\npass:\n  ${word}\nbogus: 1\n`,
  `host: mx.test\npass: |\n  ${word}\n\n  ${word}\nbogus: 1\n`,
  `{host: mx.test, pass: ${word}, bogus: 1}\n`,
  `{host: mx.test, "pass": '${word}', bogus: 1}\n`,
  `host: mx.test\nbearer_token: ${word}\nbogus: 1\n`,
  `host: mx.test\nmailboxes: {a@mx.test: {imap: imaps://a@mx.test, pass: ${word}, bogus: 1}}\n`,
  `host: mx.test\nmailboxes: {a@mx.test: {imap: "imaps://a:${word}@mx.test", bogus: 1}}\n`,
];

for (const text of files) {
  Deno.test(`smtpspec repeats no password of the target file ${JSON.stringify(text)} in its error`, async () => {
    await withFolder(async (folder) => {
      const file = `${folder}/mx.yaml`;
      await Deno.writeTextFile(file, text);
      for (const args of [["run", file], ["check", file], ["init", file]]) {
        const { code, out, err } = await smtpspec(args);
        assertEquals(code, 3);
        assert(!(out + err).includes(word), err);
        // The carets stand under what is wrong, and only what may be a password is hidden.
        if (text.includes("\nbogus")) assertStringIncludes(err, "bogus: 1\n    | ^^^^^");
      }
    });
  });
}

Deno.test("an error shows the lines of a target file that hold no password", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/mx.yaml`;
    const lines = ["pass: env SMTP_PASS", "mailboxes: {a@mx.test: {imap: imaps://a@mx.test, pass: env WORD}}"];
    for (const line of lines) {
      await Deno.writeTextFile(file, `host: mx.test\n${line}\nbogus: 1\n`);
      assertStringIncludes((await smtpspec(["check", file])).err, `2 | ${line.slice(0, 60)}`);
    }
  });
});
