/** A transcript as a table: the seconds, who speaks, the octets. */
import type { Exchange } from "../../wire/transcript.ts";
import { type TranscriptLine, transcriptLines } from "../transcript_text.ts";
import { type Markup, markup, trusted, withLineEnds } from "./markup.ts";

const speakers = { C: "c", S: "s", "*": "e" } as const;
const head = trusted(
  `<thead><tr><th scope="col">s</th><th scope="col">who</th><th scope="col">octets</th></tr></thead>`,
);

/** Shows a transcript whole; the line on which the verdict is based is marked. */
export function showWire(
  transcript: readonly Exchange[],
  { event, dropped }: { readonly event: number | undefined; readonly dropped: number },
): Markup {
  if (transcript.length === 0) return markup``;
  const lines = transcriptLines(transcript);
  const rows = lines.map((line, index) =>
    showLine(line, { isMarked: line.event === event, isNewEvent: lines[index - 1]?.event !== line.event })
  );
  const left = dropped === 0 ? "" : markup`<p>${dropped} exchanges in the middle were not kept.</p>\n`;
  return markup`<table class="wire"><caption>Transcript</caption>${head}<tbody>
${rows}</tbody></table>
${left}`;
}

function showLine(
  { mark, text, at, isInTls }: TranscriptLine,
  { isMarked, isNewEvent }: { readonly isMarked: boolean; readonly isNewEvent: boolean },
): Markup {
  const time = isNewEvent ? (at / 1000).toFixed(3) : "";
  const who = `${isMarked ? ">" : ""}${mark}${isInTls ? "~" : ""}`;
  return markup`<tr class="${speakers[mark]}${
    isMarked ? " marked" : ""
  }"><td>${time}</td><td>${who}</td><td dir="ltr">${withLineEnds(text)}</td></tr>
`;
}

/** Writes a transcript as plain text, of a result that nobody need look at: one node instead of five for each line. */
export function showWireText(transcript: readonly Exchange[], dropped: number): Markup {
  if (transcript.length === 0) return markup``;
  const lines = transcriptLines(transcript).map(({ mark, text, at, isInTls }) =>
    `${(at / 1000).toFixed(3).padStart(8)} ${mark}${isInTls ? "~" : " "} ${
      text.replaceAll("␍", "\\r").replaceAll("␊", "\\n")
    }`
  );
  const left = dropped === 0 ? "" : `\n${dropped} exchanges in the middle were not kept.`;
  return markup`<pre class="wire" dir="ltr">${lines.map((line) => markup`${line}\n`)}${left}</pre>
`;
}
