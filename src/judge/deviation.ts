/** What a run found, as the report will show it: plain data, all text printable. */
import { clip } from "../base/show.ts";
import { lineText, type Place, placeOf, type Span } from "../base/source.ts";

/** What was received in words, and its key, as they stand in a deviation. */
export interface Seen {
  /** Printable ASCII: octets are escaped. */
  readonly received: string;
  /** As `key.ts` has it: it has no octet of the server but the digits of codes. */
  readonly key: string;
}

/** One deviation: what was expected, what was received, and where both are. */
export interface Deviation {
  readonly expected: readonly string[];
  /** What was received, octets escaped. */
  readonly received: string;
  /**
   * What was received as a key (`key.ts`), which is the same from run to run; null for a rule about replies, and in a
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

/** Keys of octets and of what was agreed on; where a key is another, `received` is a sentence itself. */
const quoted = /^(?:[0-9]{3}|malformed|extra|replies|record|tls (?!failed))/;

/** Gives what was received in words that can begin a sentence. */
export function describeReceipt({ received, key }: Seen | Deviation): string {
  return key !== null && !quoted.test(key) ? received : `received ${received}`;
}

const mostCharacters = 120; // our choice: why it is wrong is seen too; the deviation has more

/** Gives the reason of a verdict in one line: what was received, then why it is wrong where that is known. */
export function reasonOf(deviation: Deviation): string {
  const { received, because } = deviation;
  const receipt = describeReceipt(deviation);
  return because === undefined || because === received ? receipt : `${clip(receipt, mostCharacters)}: ${because}`;
}

/** Makes a deviation at the place of a span. */
export function makeDeviation(parts: Omit<Deviation, "place" | "line" | "width"> & { readonly span: Span }): Deviation {
  const { span, ...rest } = parts;
  const place = placeOf(span);
  const line = lineText(span.source, place.line);
  return { ...rest, place, line, width: Math.max(1, Math.min(span.end - span.start, line.length - place.column + 1)) };
}
