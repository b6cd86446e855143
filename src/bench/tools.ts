/** Beside other tools: the same dialogue by swaks, by Python's smtplib, and by smtpspec; and what starting up costs. */
import { fromFileUrl } from "../cli/paths.ts";
import { ownFlags, type Timed, timeProgram } from "./child.ts";
import { dialogueCases } from "./dialogue_case.ts";
import { median, type Row, showRatio, showTime } from "./figures.ts";
import type { Server } from "./servers.ts";
import { playCases } from "./suite_run.ts";

const sessions = 500;
const swaksRuns = 15;
const rounds = 5;
const loop = fromFileUrl(new URL("smtplib_loop.py", import.meta.url));

/** Times one session of EHLO, MAIL, RCPT and QUIT, one after the other. */
export async function measureDialogue({ title, port, rcpt }: Server): Promise<Row[]> {
  const cases = dialogueCases(sessions);
  const own: number[] = [];
  const python: number[] = [];
  const swaks: number[] = [];
  for (let round = 0; round < rounds; round++) {
    own.push((await playCases({ port, rcpt, cases, jobs: 1 })).durationMs / sessions);
    python.push((await timeProgram("python3", [loop, String(port), String(sessions), rcpt])).time / sessions);
  }
  for (let run = 0; run < swaksRuns; run++) {
    const server = ["--server", "127.0.0.1", "--port", String(port), "--helo", "client.test"];
    const args = [...server, "--from", "sender@client.test", "--to", rcpt, "--quit-after", "RCPT"];
    swaks.push((await timeProgram("swaks", args)).time);
  }
  const row = (name: string, other: number, least: number): Row => ({
    what: `One session of EHLO, MAIL, RCPT, QUIT against ${title}, beside ${name}`,
    figure: showTime(median(own)),
    next: showTime(other),
    ratio: `${showRatio(other, median(own))} times less`,
    bound: least === 1 ? "less" : `at least ${least} times less`,
    isKept: other / median(own) >= least,
  });
  return [row("swaks", median(swaks), 20), row("a loop of Python's smtplib", median(python), 1)];
}

/** Times starting up, beside Deno with an empty file. */
export async function measureStart({ port, rcpt }: Server, folder: string): Promise<Row[]> {
  const empty = `${folder}/empty.ts`;
  await Deno.writeTextFile(empty, "");
  const deno = (args: readonly string[]) => timeProgram(Deno.execPath(), ["run", ...args]);
  const own = (args: readonly string[]) => deno([...ownFlags(), ...args]);
  const target = [`smtp://127.0.0.1:${port}`, "--rcpt", rcpt];
  const base = await medianTime(() => deno([empty]));
  const help = await medianTime(() => own(["--help"]));
  const one = await medianTime(() => own(["run", ...target, "--only", "commands/noop/plain", "--report", "tap"]));
  const row = (what: string, time: number): Row => ({
    what: `${what}, beside deno run of an empty file`,
    figure: showTime(time),
    next: showTime(base),
    ratio: showRatio(time, base),
    bound: undefined,
    isKept: true,
  });
  return [row("smtpspec --help", help), row("A run of one case", one)];
}

async function medianTime(run: () => Promise<Timed>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push((await run()).time);
  return median(times);
}
