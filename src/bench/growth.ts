/** What grows with the work: many cases, large messages, large reports. */
import type { Case } from "../case/case.ts";
import { renderHtml } from "../report/html/report_page.ts";
import { ownFlags, type Timed, timeProgram } from "./child.ts";
import { writeDialogueFiles } from "./dialogue_case.ts";
import { median, type Row, showMemory, showRatio, showTime } from "./figures.ts";
import type { Server } from "./servers.ts";
import { playCases } from "./suite_run.ts";

const megabyte = 1_000_000;
const pages = 2_000;

/** Runs smtpspec as a process of its own on case files with these texts. */
async function runOn(texts: readonly string[], { port, rcpt }: Server, folder: string): Promise<Timed> {
  const cases = await Deno.makeTempDir({ dir: folder });
  for (const [at, text] of texts.entries()) await Deno.writeTextFile(`${cases}/part_${at + 1}.yaml`, text);
  const target = [
    `smtp://127.0.0.1:${port}`,
    "--rcpt",
    rcpt,
    "--timeout",
    "2min",
    "--cases",
    cases,
    "--skip",
    "replies",
  ];
  const report = ["--report", `json=${folder}/report.json`, "--report", "tap"];
  return await timeProgram(Deno.execPath(), ["run", ...ownFlags(), "run", ...target, ...report]);
}

/**
 * Times 100, 1,000, 5,000 and 10,000 runs, each beside the step before: what is added for each run that is added; and holds
 * the memory of the last beside that of the step before.
 */
export async function measureGrowth(server: Server, folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  let before = { count: 1, ...await runOn(writeDialogueFiles(1), server, folder) };
  let eachBefore: number | undefined;
  for (const count of [100, 1_000, 5_000, 10_000]) {
    const grown = await runOn(writeDialogueFiles(count), server, folder);
    const added = count - before.count;
    const each = (grown.time - before.time) / added;
    const memory = Math.max(0, grown.memory - before.memory) / added;
    rows.push({
      what: `${count} runs: time and memory of each that is added to ${before.count}, beside the step before`,
      figure: `${showTime(grown.time)}, ${showMemory(grown.memory)}`,
      next: `${showTime(each)} and ${Math.round(memory / 1_000)} KB for each`,
      ratio: eachBefore === undefined ? "" : showRatio(each, eachBefore),
      bound: eachBefore === undefined ? undefined : "at most 1.5",
      isKept: eachBefore === undefined || each / eachBefore <= 1.5,
    });
    if (count === 10_000) {
      const ratio = grown.memory / before.memory;
      rows.push({
        what: "The memory of 10000 runs, with their cases, results and reports, beside 5000",
        figure: showMemory(grown.memory),
        next: showMemory(before.memory),
        ratio: showRatio(grown.memory, before.memory),
        bound: "at most 1.5",
        isKept: ratio <= 1.5,
      });
    }
    before = { count, ...grown };
    eachBefore = each;
  }
  return rows;
}

/** Times messages and chunks of 100 MB, and compares the memory with that of 1 MB. */
export async function measureLarge(
  { sink, postfix }: { readonly sink: Server; readonly postfix: Server },
  folder: string,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (
    const [name, server, steps, requires] of [
      [
        "DATA",
        sink,
        (octets: number) => ["- {send: DATA, reply: 354}", `- {message: {octets: ${octets}}, reply: any}`],
        "",
      ],
      [
        "BDAT",
        postfix,
        (octets: number) => [`- {bdat: {octets: ${octets}, last: yes}, reply: any}`],
        "requires: [CHUNKING]",
      ],
    ] as const
  ) {
    const write = (octets: number) =>
      [
        ...["title: Large", "rfc: RFC 5321 §4.5.3.1.7", "start: rcpt", "risks: [delivers, heavy]", requires, "cases:"],
        ...["  - id: large", "    may: accept much", "    steps:", ...steps(octets).map((step) => `      ${step}`), ""],
      ].join("\n");
    const small = await runOn([write(megabyte)], server, folder);
    const large = await runOn([write(100 * megabyte)], server, folder);
    const grown = large.memory - small.memory;
    rows.push({
      what: `100 MB by ${name} to ${server.title}, beside 1 MB`,
      figure: `${showTime(large.time)}, ${showMemory(large.memory)}`,
      next: `${showTime(small.time)}, ${showMemory(small.memory)}`,
      ratio: `${showMemory(grown)} more`,
      bound: "at most 64 MB more",
      isKept: grown <= 64 * megabyte,
    });
  }
  return rows;
}

/** Times the HTML page of a report with 2,000 results. */
export async function measurePages({ port, rcpt }: Server, cases: readonly Case[]): Promise<Row[]> {
  const report = await playCases({ port, rcpt, cases, jobs: 16 });
  const results = Array.from({ length: pages }, (_, at) => report.results[at % report.results.length])
    .filter((result) => result !== undefined);
  const times: number[] = [];
  let octets = 0;
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    octets = renderHtml({ ...report, results }).length;
    times.push(performance.now() - start);
  }
  return [{
    what: `The HTML page of ${pages} results`,
    figure: showTime(median(times)),
    next: showMemory(octets),
    ratio: `${showTime(median(times) / pages)} a result`,
    bound: "at most 5 s",
    isKept: median(times) <= 5_000,
  }];
}
