import { assertEquals, assertStringIncludes } from "@std/assert";
import { exitCodes } from "../judge/exit_code.ts";
import { commands } from "./commands.ts";
import { commandHelp, helpText } from "./help.ts";

const texts = [["smtpspec", helpText(commands)], ...commands.map((each) => [each.name, commandHelp(each)])];

for (const [name, text = ""] of texts) {
  Deno.test(`the help about ${name} stays within 80 columns`, () => {
    const lines = text.split("\n");
    assertEquals(lines.filter((line) => line.length > 80), []);
    assertEquals(lines.filter((line) => line !== line.trimEnd()), []);
    assertEquals(lines.at(-1), "");
  });
}

for (const command of commands) {
  Deno.test(`commandHelp() shows how ${command.name} is called and each flag that it takes`, () => {
    const text = commandHelp(command);
    assertStringIncludes(text, `Usage: smtpspec ${command.name}`);
    for (const { name, takes, description } of Object.values(command.flags)) {
      assertStringIncludes(text, `\n  ${name}${takes === undefined ? "" : ` ${takes}`}`);
      assertStringIncludes(text.replace(/\s+/g, " "), description);
    }
  });
}

Deno.test("helpText() names all commands, with a line about each", () => {
  for (const { name, description } of commands) {
    assertStringIncludes(helpText(commands), `  ${name.padEnd(9)}${description}\n`);
  }
});

Deno.test("commandHelp() names all exit codes that there can be where the exit code judges a server", () => {
  for (const command of commands.filter(({ judgesServer }) => judgesServer)) {
    const exits = commandHelp(command).slice(commandHelp(command).indexOf("Exit codes"));
    for (const code of Object.values(exitCodes)) assertStringIncludes(exits, `${code} `);
  }
  assertEquals(commands.filter(({ judgesServer }) => judgesServer).map(({ name }) => name), ["run", "merge"]);
});
