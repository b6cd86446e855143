/** The help texts. They teach: what it is, the shortest way to a result, then the options. */
import { wrapWords } from "../base/wrap.ts";
import type { Command } from "./command.ts";
import type { Flag } from "./flag.ts";

const exits = [
  "Exit codes: 0 conforms, 1 failures, 2 the baseline is stale, 3 wrong usage or",
  "case file, 4 the target could not be tested, 5 internal error, 130 interrupted.",
];

/** The help about smtpspec. At most 80 columns. */
export function helpText(commands: readonly Pick<Command, "name" | "description">[]): string {
  return [
    "smtpspec tests whether an SMTP server conforms to the protocol.",
    "",
    "Usage: smtpspec COMMAND [options]",
    "",
    ...commands.map(({ name, description }) => `  ${name.padEnd(9)}${description}`),
    "",
    "The shortest way to a result:",
    "",
    "  smtpspec run smtp://127.0.0.1:2525 --rcpt somebody@your.test",
    "",
    "smtpspec COMMAND --help shows more. smtpspec --version prints the version.",
    ...exits,
    "",
  ].join("\n");
}

/** The help about one command. At most 80 columns. */
export function commandHelp({ intro, flags, judgesServer }: Command): string {
  // What has one letter comes last.
  const ordered = Object.values(flags).toSorted((one, other) =>
    Number(!one.name.startsWith("--")) - Number(!other.name.startsWith("--"))
  );
  const lines = ordered.flatMap(describeFlag);
  const options = lines.length === 0 ? [] : ["", "Options:", ...lines];
  return [...intro, ...options, ...(judgesServer ? ["", ...exits] : []), ""].join("\n");
}

function describeFlag({ name, takes, description }: Flag<unknown>): string[] {
  const head = `  ${name}${takes === undefined ? "" : ` ${takes}`}`;
  const lines = wrapWords(description, 52);
  const [first = "", ...rest] = lines;
  const indent = " ".repeat(26);
  return head.length > 25
    ? [head, ...lines.map((line) => indent + line)]
    : [head.padEnd(26) + first, ...rest.map((line) => indent + line)];
}
