/**
 * The benchmark: what smtpspec costs compared with the bare octets, with other tools, and as its work grows. All in one
 * run, against servers of the matrix on loopback; a table goes to reports/BENCHMARK.md.
 */
import { parseArgs } from "@std/cli/parse-args";
import { drawTable, type Row } from "./figures.ts";
import { measureGrowth, measureLarge, measurePages } from "./growth.ts";
import { startNamed } from "./servers.ts";
import { measureDistance, measureReplay } from "./suite.ts";
import { measureDialogue, measureStart } from "./tools.ts";
import type { Case } from "../case/case.ts";
import { printError, printOut, printProblems, printUsageError } from "../cli/print.ts";
import { loadSuite } from "../cli/suite_files.ts";
import { version } from "../cli/version.ts";
import { exitCodes } from "../judge/exit_code.ts";

/** The parts that can be chosen. */
const parts = ["replay", "replay-postfix", "dialogue", "start", "growth", "large", "pages", "distance"] as const;
type Part = typeof parts[number];

const help = `deno task bench [--only PART] [--output FILE]

Measures smtpspec on loopback against Postfix and Postfix's smtp-sink, and writes a
table to reports/BENCHMARK.md. It needs some minutes and an idle machine, like the
matrix Linux, root and apt-get, and also swaks and python3.

  --only PART    only some parts (repeatable): ${parts.slice(0, 4).join(", ")},
                 ${parts.slice(4).join(", ")}
  --output FILE  write the table there

Exit codes: 0 all bounds are kept, 1 one is not, 3 wrong usage.
`;

if (import.meta.main) Deno.exit(await bench(Deno.args));

async function bench(args: readonly string[]): Promise<number> {
  const flags = parseArgs([...args], {
    boolean: ["help"],
    string: ["only", "output"],
    collect: ["only"],
    default: { output: "reports/BENCHMARK.md" },
  });
  if (flags.help) {
    await printOut(help);
    return exitCodes.conforms;
  }
  const unknown = flags.only.find((name) => !parts.some((part) => part === name));
  if (unknown !== undefined) return await printUsageError(`The benchmark has no part "${unknown}"`, parts.join(", "));
  const { cases, problems } = await loadSuite([]);
  if (problems.length > 0) return await printProblems(problems);
  const rows = await measureAll(parts.filter((part) => flags.only.length === 0 || flags.only.includes(part)), cases);
  const table = drawTable(rows);
  await Deno.writeTextFile(flags.output, describe(table));
  await printOut(`${table}\n`);
  return rows.every(({ bound, isKept }) => bound === undefined || isKept) ? exitCodes.conforms : exitCodes.failures;
}

async function measureAll(wanted: readonly Part[], cases: readonly Case[]): Promise<Row[]> {
  const rows: Row[] = [];
  const folder = await Deno.makeTempDir({ prefix: "smtpspec-bench-" });
  const sink = await startNamed("smtp-sink");
  const postfix = await startNamed("postfix");
  const measures: Readonly<Record<Part, () => Promise<Row[]>>> = {
    replay: () => measureReplay(sink, cases),
    "replay-postfix": () => measureReplay(postfix, cases),
    dialogue: () => measureDialogue(sink),
    start: () => measureStart(sink, folder),
    growth: () => measureGrowth(sink, folder),
    large: () => measureLarge({ sink, postfix }, folder),
    pages: () => measurePages(sink, cases),
    distance: () => measureDistance(sink, cases),
  };
  try {
    for (const part of wanted) {
      await printError(`measuring ${part} …\n`);
      rows.push(...await measures[part]());
    }
  } finally {
    await Promise.all([sink.stop(), postfix.stop()]);
    await Deno.remove(folder, { recursive: true });
  }
  return rows;
}

function describe(table: string): string {
  const cores = navigator.hardwareConcurrency;
  return `# Benchmark

Made by \`deno task bench\`, with smtpspec ${version} on Deno ${Deno.version.deno}, ${cores} cores, servers and
client on one machine. Times are medians of several rounds, in turns with what they are compared with. The replay
is a program of this repository that writes the same octets with the same pauses and counts the replies without
reading them. Cases that wait for silence are left out of both. With 16 sessions at a time, as \`smtpspec run\` has on
loopback, many of them wait between writes; with 24 both sides have work all the time, and the bound is for that.

${table}
`;
}
