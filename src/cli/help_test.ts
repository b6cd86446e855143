import { assertEquals, assertStringIncludes } from "@std/assert";
import { exitCodes } from "../judge/verdict.ts";
import { commandFlags, commandNames, commandSays, type Flags } from "./flags.ts";
import { helpText } from "./help.ts";

const topics = [undefined, ...commandNames];

for (const topic of topics) {
  Deno.test(`helpText() keeps the help about ${topic ?? "smtpspec"} within 80 columns`, () => {
    const lines = helpText(topic).split("\n");
    assertEquals(lines.filter((line) => line.length > 80), []);
    assertEquals(lines.filter((line) => line !== line.trimEnd()), []);
    assertEquals(lines.at(-1), "");
  });
}

for (const name of commandNames) {
  Deno.test(`helpText() tells of ${name} how it is called and each flag that it takes`, () => {
    const text = helpText(name);
    assertStringIncludes(text, `Usage: smtpspec ${name}`);
    const flags: Flags = commandFlags[name];
    for (const [flag, { value }] of Object.entries(flags)) {
      const dashed = flag.length === 1 ? `-${flag}` : `--${flag}`;
      assertStringIncludes(text, `\n  ${dashed}${value === undefined ? "" : ` ${value}`}`);
    }
  });
}

Deno.test("helpText() names all commands, with a line about each", () => {
  for (const name of commandNames) assertStringIncludes(helpText(undefined), `  ${name.padEnd(9)}${commandSays[name]}`);
});

Deno.test("helpText() names all exit codes of a run that there can be", () => {
  const exits = helpText("run").slice(helpText("run").indexOf("Exit codes"));
  for (const code of Object.values(exitCodes)) assertStringIncludes(exits, `${code} `);
});
