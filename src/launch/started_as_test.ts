import { assertEquals } from "@std/assert";
import { type Start, startedAs } from "./started_as.ts";

const task = { cwd: "/s", root: "/s" };
const direct = { cwd: "/a", root: "/s" };

const starts: readonly (readonly [start: Start, words: string])[] = [
  [{ ...task, env: { INIT_CWD: "/s" } }, "deno task smtpspec"],
  [{ ...task, env: { INIT_CWD: "/s/cases" } }, "deno task smtpspec"],
  [{ ...task, env: { INIT_CWD: "/" } }, "deno task --config s/deno.json smtpspec"],
  [{ ...task, env: { INIT_CWD: "/a/here" } }, "deno task --config ../../s/deno.json smtpspec"],
  [{ ...task, env: { INIT_CWD: "/s-other" } }, "deno task --config ../s/deno.json smtpspec"],
  [{ cwd: "/a b", root: "/a b", env: { INIT_CWD: "/" } }, "deno task --config 'a b/deno.json' smtpspec"],
  [{ ...task, env: { INIT_CWD: "/s", npm_command: "exec" } }, "npx -y deno task smtpspec"],
  [{ ...direct, env: { INIT_CWD: "/a", npm_command: "exec" } }, "npx smtpspec"],
  [{ ...direct, env: { INIT_CWD: "/a", npm_command: "run" } }, "npx smtpspec"],
  [{ ...direct, env: { _: "/home/somebody/.deno/bin/smtpspec" } }, "smtpspec"],
  [{ ...direct, env: {} }, "smtpspec"],
  [{ ...direct, env: { _: "/usr/bin/deno" } }, "deno run --allow-env --allow-run /s/src/launch/launch.ts smtpspec"],
  [{ ...direct, env: { _: "/usr/bin/deno", SMTPSPEC_COMMAND: "docker run smtpspec" } }, "docker run smtpspec"],
  [{ ...task, env: { INIT_CWD: "/s", SMTPSPEC_COMMAND: "a\nb" } }, "deno task smtpspec"],
];

for (const [start, words] of starts) {
  Deno.test(`startedAs() gives ${words} for ${JSON.stringify(start.env)} in ${start.cwd}`, () => {
    assertEquals(startedAs(start), words);
  });
}
