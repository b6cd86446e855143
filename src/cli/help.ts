/** The help texts. They teach: what it is, the shortest way to a result, then the options. */
import { commandFlags, type CommandName, commandNames, commandSays, type Flags } from "./flags.ts";

const intros: Readonly<Record<CommandName, readonly string[]>> = {
  run: [
    "Usage: smtpspec run TARGET... [options]",
    "",
    "Tests a server and reports. TARGET is smtp://HOST:PORT (also submission://,",
    "submissions://, smtps://, lmtp://), HOST[:PORT], or the path of a target file.",
    "Several targets are the ports of one server.",
    "",
    "  smtpspec run smtp://127.0.0.1:2525 --rcpt alice@mx.test",
    "  smtpspec run mx.yaml --only starttls --report junit=smtp.xml",
    "",
    "On loopback all is allowed but slow waits. Elsewhere nothing that delivers mail,",
    "is heavy or malformed goes out unless --allow says so. What a case needs and was",
    "not given makes it skip, with the words of what to add.",
  ],
  list: [
    "Usage: smtpspec list [options]",
    "",
    "Lists the cases, without a connection: id, level, and what each may do. With",
    "--requirements: what each RFC requires, and which cases test it.",
  ],
  explain: [
    "Usage: smtpspec explain ID [options]",
    "",
    "Explains a case: the requirement, the RFC section, the steps, what passes and",
    "what fails. The ID of a requirement: its sentence, and the cases that test it.",
    "",
    "  smtpspec explain commands/noop/plain",
    "  smtpspec explain 5321-4.1.1.9-a",
  ],
  check: [
    "Usage: smtpspec check [PATH...]",
    "",
    "Validates case files, folders of them, target files and baselines, and shows all",
    "problems of all files at once. Without a PATH: the shipped cases.",
  ],
  init: [
    "Usage: smtpspec init TARGET... [options]",
    "",
    "Asks a server what it offers and writes a commented target file to fill in.",
    "",
    "  smtpspec init smtp://127.0.0.1:2525 submission://127.0.0.1:2587 > mx.yaml",
  ],
  render: [
    "Usage: smtpspec render REPORT.json... --report FORMAT[=FILE]",
    "",
    "Makes another format of a saved JSON report. Without --report: console.",
    "Several reports are put side by side, as html or markdown.",
    "",
    "  smtpspec render smtp.json --report html=smtp.html",
    "  smtpspec render postfix.json exim.json --report html=compared.html",
  ],
  diff: [
    "Usage: smtpspec diff OLD.json NEW.json",
    "",
    "Compares two saved JSON reports: what broke, what got better, what is judged no",
    "more. Baselines are looked through. The exit code is 1 where something is worse.",
  ],
  merge: [
    "Usage: smtpspec merge SHARD.json... [options]",
    "",
    "Puts the JSON reports of all shards together, once they are found to belong",
    "together and to be complete. The exit code is that of the whole run.",
    "",
    "  smtpspec run mx.yaml --shard 1/2 --report json=1.json",
    "  smtpspec run mx.yaml --shard 2/2 --report json=2.json",
    "  smtpspec merge 1.json 2.json --report json=smtp.json",
  ],
  baseline: [
    "Usage: smtpspec baseline REPORT.json [options]",
    "",
    "Writes the failures of a saved JSON report down as known, for",
    "smtpspec run --baseline FILE. A known failure does not break a run. What does:",
    "another failure of the same case, and an entry whose day is over (exit code 1);",
    "a case that passes though it was known to fail, and an entry that names no case",
    "(exit code 2).",
    "",
    "  smtpspec baseline smtp.json --output known.yaml",
    "  smtpspec baseline smtp.json --update known.yaml",
  ],
};

const exits = [
  "Exit codes: 0 conforms, 1 failures, 2 the baseline is no longer true, 3 wrong",
  "usage or case file, 4 the target could not be tested, 5 our own error,",
  "130 interrupted.",
];

/** The help about smtpspec, or about one command. At most 80 columns. */
export function helpText(about: CommandName | undefined): string {
  if (about === undefined) {
    return [
      "smtpspec tests whether an SMTP server keeps the protocol.",
      "",
      "Usage: smtpspec COMMAND [options]",
      "",
      ...commandNames.map((name) => `  ${name.padEnd(9)}${commandSays[name]}`),
      "",
      "The shortest way to a result:",
      "",
      "  smtpspec run smtp://127.0.0.1:2525 --rcpt somebody@your.test",
      "",
      "smtpspec COMMAND --help tells more. smtpspec --version says the version.",
      ...exits,
      "",
    ].join("\n");
  }
  const flags: Flags = commandFlags[about];
  // Digits come first in an object, whatever the order in which they were written.
  const ordered = Object.entries(flags).toSorted(([one], [other]) =>
    Number(one.length === 1) - Number(other.length === 1)
  );
  const lines = ordered.flatMap(([name, flag]) => describeFlag(name, flag.value, flag.says));
  const options = lines.length === 0 ? [] : ["", "Options:", ...lines];
  return [...intros[about], ...options, ...(about === "run" || about === "merge" ? ["", ...exits] : []), ""].join("\n");
}

function describeFlag(name: string, value: string | undefined, says: string): string[] {
  const head = `  ${name.length === 1 ? "-" : "--"}${name}${value === undefined ? "" : ` ${value}`}`;
  const lines = breakLines(says, 52);
  const [first = "", ...rest] = lines;
  const indent = " ".repeat(26);
  return head.length > 25
    ? [head, ...lines.map((line) => indent + line)]
    : [head.padEnd(26) + first, ...rest.map((line) => indent + line)];
}

function breakLines(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
