/**
 * What the transcripts of a run may have in all: a server that sends much in each of thousands of sessions fills them
 * as well as one that does it once. When it is used up, a transcript keeps its beginning, its end and what the verdict
 * rests on; of the rest, a count and a digest.
 */
import { createHash } from "node:crypto";
import type { Deviation } from "../judge/deviation.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Exchange } from "../wire/transcript.ts";
import type { Result } from "../report/report.ts";

/** The most characters of all transcripts. Our choice: ten times what a run against a real server has. */
const mostCharacters = 16_000_000;
/** The part of them that transcripts may fill whose verdict calls for no look: the others come after them as before. */
const partOfUnremarkable = 0.5;
const eventCharacters = 150; // about what an event takes besides its text
const endEvents = 4; // our choice, at the beginning and at the end
const headOctets = 80; // our choices: the line that matters is there
const tailOctets = 20;

const isRemarkable: Readonly<Record<Verdict, boolean>> = {
  pass: false,
  warn: true,
  fail: true,
  xfail: true,
  xpass: true,
  inconclusive: false,
  skip: false,
  error: true,
};

export class TranscriptBudget {
  readonly #most: number;
  #used = 0;

  /** `most` is the number of characters that all transcripts may have. */
  constructor(most = mostCharacters) {
    this.#most = most;
  }

  /** Gives a result with as much of its transcript as there is room for. */
  fit(result: Result): Result {
    const room = this.#most * (isRemarkable[result.verdict] ? 1 : partOfUnremarkable);
    const whole = countCharacters(result.transcript);
    const fitted = this.#used + whole <= room ? result : shorten(result);
    this.#used += fitted === result ? whole : countCharacters(fitted.transcript);
    return fitted;
  }
}

function countCharacters(transcript: readonly Exchange[]): number {
  return transcript.reduce((sum, event) => sum + eventCharacters + ("text" in event ? event.text.length : 0), 0);
}

/** Leaves out what is neither at an end of the transcript nor pointed at. */
function shorten(result: Result): Result {
  const { transcript, deviation, deviations } = result;
  const pointedAt = new Set([deviation, ...deviations].flatMap((each) => each === null ? [] : [each.event]));
  const isKept = (index: number) =>
    index < endEvents || index >= transcript.length - endEvents || pointedAt.has(index) || pointedAt.has(index + 1);
  const kept: Exchange[] = [];
  const places = new Map<number, number>();
  let leftOut: Exchange[] = [];
  const closeGap = () => {
    if (leftOut.length > 0) kept.push(describeGap(leftOut));
    leftOut = [];
  };
  for (const [index, event] of transcript.entries()) {
    if (!isKept(index)) {
      leftOut.push(event);
      continue;
    }
    closeGap();
    places.set(index, kept.length);
    kept.push(shortenEvent(event));
  }
  const move = (each: Deviation): Deviation => ({ ...each, event: places.get(each.event) ?? each.event });
  return {
    ...result,
    transcript: kept,
    dropped: result.dropped + transcript.length - places.size,
    deviation: deviation === null ? null : move(deviation),
    deviations: deviations.map(move),
  };
}

/** Says what was left out: how much it was, and a digest by which two runs can be compared. */
function describeGap(events: readonly Exchange[]): Exchange {
  const octets = events.reduce((sum, event) => sum + ("octets" in event ? event.octets : 0), 0);
  const hash = createHash("sha256");
  for (const { at: _, ...event } of events) hash.update(JSON.stringify(event));
  const digest = hash.digest("hex").slice(0, 16);
  return {
    at: events[0]?.at ?? 0,
    on: events[0]?.on ?? "",
    kind: "note",
    text: `${events.length} events with ${octets} octets are left out here, SHA-256 ${digest}`,
  };
}

/** Cuts what was sent or received to its beginning and its end. */
function shortenEvent(event: Exchange): Exchange {
  if (!("octets" in event)) return event;
  const shown = event.text.match(/\\x[0-9a-f]{2}|\\.|[^]/gu) ?? []; // one octet each, escaped or not
  if (shown.length <= headOctets + tailOctets) return event;
  return {
    ...event,
    text: `${shown.slice(0, headOctets).join("")}…${shown.slice(-tailOctets).join("")}`,
    omitted: Math.max(1, event.octets - headOctets - tailOctets),
  };
}
