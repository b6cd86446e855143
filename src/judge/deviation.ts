/** What a run found, as the report will show it: plain data, all text printable. */
import { lineText, type Place, placeOf, type Span } from "../base/source.ts";

/** What was received in words, and its key, as they stand in a deviation. */
export interface Seen {
  /** Printable ASCII: octets are escaped. */
  readonly received: string;
  /** As `key.ts` has it: no octet of the server stands in it but the digits of codes. */
  readonly key: string;
}

/** One remarkable answer: what was expected, what was received, and where both stand. */
export interface Deviation {
  readonly expected: readonly string[];
  /** What was received, octets escaped. */
  readonly received: string;
  /**
   * What was received as a key (`key.ts`), which is the same from run to run; null for a rule of the linter, and in a
   * report of version 1.
   */
  readonly key: string | null;
  readonly because: string | undefined;
  /** The event of the transcript that shows it. */
  readonly event: number;
  /** The line of the case file that was not met, its text, and how much of it is meant. */
  readonly place: Place;
  readonly line: string;
  readonly width: number;
}

/** Makes a deviation at the place of a span. */
export function makeDeviation(parts: Omit<Deviation, "place" | "line" | "width"> & { readonly span: Span }): Deviation {
  const { span, ...rest } = parts;
  const place = placeOf(span);
  const line = lineText(span.source, place.line);
  return { ...rest, place, line, width: Math.max(1, Math.min(span.end - span.start, line.length - place.column + 1)) };
}
