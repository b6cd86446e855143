/** How smtpspec was started, for the command lines that it prints. */

/** The environment variable in which the launcher says it; see `src/launch/started_as.ts`. */
export const commandVariable = "SMTPSPEC_COMMAND";

/** What stands in the documents, for a start without the launcher. */
const usual = "deno task smtpspec";

/** Gives the words with which smtpspec is started, before its own. */
export function startedAs(): string {
  try {
    return Deno.env.get(commandVariable) ?? usual;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return usual;
    throw error;
  }
}
