/** What a run found, as the report will show it: plain data, all text printable. */
import { lineText, type Place, placeOf, type Span } from "../base/source.ts";

/** One remarkable answer: what was accepted, what came, and where both stand. */
export interface Finding {
  readonly expected: readonly string[];
  /** What came, octets escaped. */
  readonly saw: string;
  readonly because: string | undefined;
  /** The event of the transcript that shows it. */
  readonly event: number;
  /** The line of the case file that was not met, its text, and how much of it is meant. */
  readonly place: Place;
  readonly line: string;
  readonly width: number;
}

/** Makes a finding at the place of a span. */
export function makeFinding(parts: Omit<Finding, "place" | "line" | "width"> & { readonly span: Span }): Finding {
  const { span, ...rest } = parts;
  const place = placeOf(span);
  const line = lineText(span.source, place.line);
  return { ...rest, place, line, width: Math.max(1, Math.min(span.end - span.start, line.length - place.column + 1)) };
}
