/** The entrance: reads the arguments, calls one command, sets the exit code. */
import { parseCommand } from "./cli/args.ts";
import { baselineCommand } from "./cli/baseline_command.ts";
import { checkCommand } from "./cli/check_command.ts";
import { diffCommand } from "./cli/diff_command.ts";
import { explainCommand } from "./cli/explain_command.ts";
import { helpText } from "./cli/help.ts";
import { initCommand } from "./cli/init_command.ts";
import { listCommand } from "./cli/list_command.ts";
import { mergeCommand } from "./cli/merge_command.ts";
import { complainAbout, printError, printOut } from "./cli/outcome.ts";
import { renderCommand } from "./cli/render_command.ts";
import { runCommand } from "./cli/run_command.ts";
import { version } from "./cli/version.ts";
import { exitCodes } from "./judge/verdict.ts";

const commands = {
  run: runCommand,
  list: listCommand,
  explain: explainCommand,
  check: checkCommand,
  init: initCommand,
  render: renderCommand,
  diff: diffCommand,
  merge: mergeCommand,
  baseline: baselineCommand,
};

/** Does what the arguments say; resolves to the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const command = parseCommand(argv);
  switch (command.kind) {
    case "usage":
      return await complainAbout(command);
    case "help":
      await printOut(helpText(command.about));
      return exitCodes.conforms;
    case "version":
      await printOut(`smtpspec ${version}\n`);
      return exitCodes.conforms;
    case "command":
      return await commands[command.name](command.words, command.options);
  }
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    await printError(`error: smtpspec itself failed: ${error instanceof Error ? error.stack : String(error)}\n`);
    Deno.exit(exitCodes.ownError);
  }
}
