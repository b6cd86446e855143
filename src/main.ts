/** The entrance: reads the arguments, calls one command, sets the exit code. */
import { readCommandLine } from "./cli/command_line.ts";
import { commands } from "./cli/commands.ts";
import { commandHelp, helpText } from "./cli/help.ts";
import { printError, printOut, printUsageError } from "./cli/print.ts";
import { version } from "./cli/version.ts";
import { exitCodes } from "./judge/exit_code.ts";

/** Does what the arguments say; resolves to the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const asked = readCommandLine(argv, commands);
  switch (asked.kind) {
    case "usage":
      return await printUsageError(asked.message, asked.hint);
    case "help":
      await printOut(asked.about === undefined ? helpText(commands) : commandHelp(asked.about));
      return exitCodes.conforms;
    case "version":
      await printOut(`smtpspec ${version}\n`);
      return exitCodes.conforms;
    case "call":
      return await asked.command.run(asked.words, asked.options);
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
