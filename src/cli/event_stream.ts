/** The report as a stream of lines while a run goes on: each line is written whole before the run goes on. */
import { type PlainProblem, problem } from "../base/problem.ts";
import { type ReportEvent, writeEvent } from "../report/events.ts";
import type { ReportRequest } from "./flag_values.ts";
import { openThrough } from "./open_through.ts";
import { printMessage } from "./print.ts";

/** The format that is written during a run. */
export const streamed = "ndjson";

export interface EventStream {
  write(event: ReportEvent): void;
  /** Closes the files; false when something could not be written. */
  close(): Promise<boolean>;
}

interface Sink {
  readonly name: string;
  readonly file: { writeSync(octets: Uint8Array): number };
  readonly close: () => void;
  error: string | undefined;
}

/** Opens the streams that are requested; a problem says which file could not be opened. */
export async function openEventStream(requests: readonly ReportRequest[]): Promise<EventStream | PlainProblem> {
  const sinks: Sink[] = [];
  for (const { format, file: path } of requests) {
    if (format !== streamed) continue;
    if (path === undefined) {
      sinks.push({ name: "standard output", file: Deno.stdout, close: () => {}, error: undefined });
      continue;
    }
    try {
      const file = await openAlone(path);
      if (file === undefined) return problem(`Cannot write "${path}": another run is writing it`);
      sinks.push({ name: path, file, close: () => file.close(), error: undefined });
    } catch (error) {
      return problem(`Cannot write "${path}": ${(error as Error).message}`);
    }
  }
  return {
    write(event) {
      if (sinks.length === 0) return;
      const octets = new TextEncoder().encode(writeEvent(event));
      for (const sink of sinks) if (sink.error === undefined) writeAll(sink, octets);
    },
    async close() {
      for (const { close } of sinks) close();
      const failed = sinks.filter(({ error }) => error !== undefined && error !== "");
      for (const { name, error } of failed) await printMessage("error", `Cannot write "${name}": ${error}`);
      return failed.length === 0;
    },
  };
}

/** Opens a file, and empties it, unless another run is writing it. What is no file has no lock, nor anything to lose. */
async function openAlone(path: string): Promise<Deno.FsFile | undefined> {
  const file = await openThrough(path, { truncate: false });
  if (!file.statSync().isFile) return file;
  if (!file.tryLockSync(true)) {
    file.close();
    return undefined;
  }
  file.truncateSync();
  return file;
}

/** After the first error nothing more is written there; a reader that has closed the pipe is no error. */
function writeAll(sink: Sink, octets: Uint8Array): void {
  try {
    for (let at = 0; at < octets.length;) at += sink.file.writeSync(octets.subarray(at));
  } catch (error) {
    sink.error = error instanceof Deno.errors.BrokenPipe ? "" : (error as Error).message;
  }
}
