/** Transcripts as text: C and S, visible octets, times. */
import { plainLine, visible } from "../base/show.ts";
import type { Exchange } from "../wire/transcript.ts";

/** One line of a transcript, with the mark of who speaks. */
export interface TranscriptLine {
  /** C: client, S: server, *: an event. */
  readonly mark: "C" | "S" | "*";
  readonly text: string;
  readonly at: number;
  readonly isInTls: boolean;
  readonly event: number;
}

/** Writes a transcript line by line; each line end that was sent ends a line here. */
export function transcriptLines(transcript: readonly Exchange[]): TranscriptLine[] {
  const names = new Set(transcript.filter(({ kind }) => kind === "connected").map(({ on }) => on));
  return transcript.flatMap((exchange, event): TranscriptLine[] => {
    const name = names.size > 1 ? `(${exchange.on}) ` : "";
    const line = (mark: "C" | "S" | "*", text: string, isInTls = false) => ({
      mark,
      text: name + plainLine(text),
      at: exchange.at,
      isInTls,
      event,
    });
    switch (exchange.kind) {
      case "sent":
      case "received": {
        const mark = exchange.kind === "sent" ? "C" : "S";
        const omitted = exchange.omitted === 0 ? [] : [line("*", `${exchange.omitted} octets are left out above`)];
        return [...splitLines(exchange.text).map((text) => line(mark, visible(text), exchange.isInTls)), ...omitted];
      }
      case "connected":
        return [line("*", `connected to ${exchange.to} from ${exchange.from}`)];
      case "tls":
        return [
          line(
            "*",
            `TLS from here on: ${exchange.facts.protocol}, ${exchange.facts.cipher}, ${exchange.facts.subject}`,
          ),
        ];
      case "closed":
        return [line("*", `the ${exchange.by} closes (${exchange.how})`)];
      case "note":
        return [line("*", exchange.text)];
    }
  });
}

function splitLines(escaped: string): string[] {
  const lines = escaped.match(/(?:(?!\\n)(?:\\.|[^\\]))*\\n|(?:\\.|[^\\])+/g);
  return lines ?? [escaped];
}
