/** What a result rests on, for the console: what was received, the transcript, the command to play it again. */
import { drawLine } from "../../base/frame.ts";
import { plainLine, visible } from "../../base/show.ts";
import { breakCommand, wrap } from "../../base/wrap.ts";
import type { Deviation } from "../../judge/deviation.ts";
import type { RenderOptions } from "../render_options.ts";
import { againCommand, type Report, type Result } from "../report.ts";
import { transcriptLines } from "../transcript_text.ts";

const mostLines = 60; // our choice: longer transcripts are shown around the deviation; the JSON report has all
const mostExcerptLines = 32; // our choice: where there are many findings
const mostParts = 10; // our choice: a line that needs more lines of the terminal is shown without its middle
const labelWidth = 11;

/** Shows what a verdict is based on, the transcript, and the command to play it again; `remedies` end it, if any. */
export function showResult(
  result: Result,
  { report, options, remedies = [], isExcerpt = false }: {
    readonly report: Report;
    readonly options: RenderOptions;
    readonly remedies?: readonly string[];
    readonly isExcerpt?: boolean;
  },
): string[] {
  const { deviation, reason, notes, dropped } = result;
  const again = breakCommand(plainLine(againCommand(report, result)), options.width - 6);
  const facts = [
    ...(deviation === null ? [] : describeDeviation(deviation, options.width - 2)),
    ...(deviation === null && reason !== null ? labelled("reason", visible(reason), options.width - 2) : []),
    ...remedies.flatMap((remedy) => labelled("remedy", remedy, options.width - 2)),
    ...notes.flatMap((note) => labelled("note", visible(note), options.width - 2)),
  ];
  return [
    ...(deviation === null || isExcerpt ? [] : showFrame(deviation, options)),
    ...facts.map((line) => `  ${line}`),
    ...showTranscript({ transcript: result.transcript, event: deviation?.event, isExcerpt }, options),
    ...(dropped === 0 ? [] : [`      ${dropped} exchanges in the middle were not kept`]),
    "  again:",
    ...again.map((line) => `    ${line}`),
  ];
}

/** Describes what was expected and what was received instead, in lines of `width`. */
export function describeDeviation({ expected, received, because }: Deviation, width: number): string[] {
  return [
    ...expected.flatMap((each, index) => labelled(index === 0 ? "expected" : "or", visible(each), width)),
    ...labelled("received", visible(received), width),
    ...(because === undefined ? [] : labelled("because", visible(because), width)),
  ];
}

function showFrame({ place, line, width }: Deviation, options: RenderOptions): string[] {
  if (place.line === 0) return [];
  const [first = "", ...rest] = wrap(`${plainLine(place.file)}:${place.line}:${place.column}`, options.width - 6);
  return [
    `  --> ${first}`,
    ...rest.map((more) => `      ${more}`),
    ...drawLine({ text: line, line: place.line, column: place.column, width, label: "", columns: options.width }),
  ];
}

/** Writes a word, and after it a text in lines of `width`. */
export function labelled(word: string, text: string, width: number): string[] {
  const [first = "", ...rest] = wrap(text, width - labelWidth);
  return [`${word}:`.padEnd(labelWidth) + first, ...rest.map((line) => " ".repeat(labelWidth) + line)];
}

/** Leaves out the middle of a line that is very long. */
function abridge(parts: readonly string[]): readonly string[] {
  if (parts.length <= mostParts) return parts;
  const left = parts.slice(5, -2).reduce((sum, part) => sum + part.length, 0);
  return [...parts.slice(0, 5), `… ${left} characters are in the JSON report …`, ...parts.slice(-2)];
}

/** Shows a transcript: who speaks, the octets, the seconds; `event` is marked, and ~ stands for TLS. */
export function showTranscript(
  { transcript, event, isExcerpt = false }: {
    readonly transcript: Result["transcript"];
    readonly event: number | undefined;
    readonly isExcerpt?: boolean;
  },
  { width }: RenderOptions,
): string[] {
  const lines = transcriptLines(transcript);
  const marked = lines.findIndex((line) => line.event === event);
  const most = isExcerpt ? mostExcerptLines : mostLines;
  const whole = isExcerpt ? "shown with --verbose" : "in the JSON report";
  // Of an excerpt what came before the reply is what one has to see.
  const before = isExcerpt ? Math.floor(most * 0.8) : most / 2;
  const from = lines.length <= most ? 0 : Math.max(0, Math.min(marked - before, lines.length - most));
  const shown = lines.slice(from, from + most);
  const text = shown.flatMap((line, index) => {
    const sign = line.event === event ? ">" : " ";
    const tls = line.isInTls ? "~" : " ";
    const isNewEvent = shown[index - 1]?.event !== line.event;
    const time = isNewEvent ? `${(line.at / 1000).toFixed(3)} s` : "";
    return abridge(wrap(line.text, width - 20, true)).map((part, at) =>
      at === 0
        ? `  ${sign} ${line.mark}${tls} ${part.padEnd(width - 20)} ${time.padStart(9)}`.trimEnd()
        : `  ${sign}    ${part}`
    );
  });
  const after = lines.length - from - shown.length;
  return [
    ...(from > 0 ? [`      ${from} lines before these are ${whole}`] : []),
    ...text,
    ...(after > 0 ? [`      ${after} lines after these are ${whole}`] : []),
  ];
}
