/** The report as a stream of lines while a run goes on: each line is written whole before the run goes on. */
import { type ReportEvent, writeEvent } from "../report/events.ts";
import type { ReportWish } from "./flag_values.ts";
import { printError } from "./outcome.ts";

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
  trouble: string | undefined;
}

/** Opens the streams that are wished for; a sentence says which file could not be opened. */
export function openEventStream(wishes: readonly ReportWish[]): EventStream | string {
  const sinks: Sink[] = [];
  for (const { format, file: path } of wishes) {
    if (format !== streamed) continue;
    if (path === undefined) {
      sinks.push({ name: "standard output", file: Deno.stdout, close: () => {}, trouble: undefined });
      continue;
    }
    try {
      const file = Deno.openSync(path, { write: true, create: true, truncate: true });
      sinks.push({ name: path, file, close: () => file.close(), trouble: undefined });
    } catch (error) {
      return `Cannot write "${path}": ${(error as Error).message}`;
    }
  }
  return {
    write(event) {
      if (sinks.length === 0) return;
      const octets = new TextEncoder().encode(writeEvent(event));
      for (const sink of sinks) if (sink.trouble === undefined) writeAll(sink, octets);
    },
    async close() {
      for (const { close } of sinks) close();
      const failed = sinks.filter(({ trouble }) => trouble !== undefined && trouble !== "");
      for (const { name, trouble } of failed) await printError(`error: Cannot write "${name}": ${trouble}\n`);
      return failed.length === 0;
    },
  };
}

/** After the first trouble nothing more is written there; a reader that went away is none. */
function writeAll(sink: Sink, octets: Uint8Array): void {
  try {
    for (let at = 0; at < octets.length;) at += sink.file.writeSync(octets.subarray(at));
  } catch (error) {
    sink.trouble = error instanceof Deno.errors.BrokenPipe ? "" : (error as Error).message;
  }
}
