/** Octets to send, with the stretches of them that are secret, joined and cut. */
import { concat, type Octets, utf8 } from "../base/octets.ts";
import { generateOctets } from "../smtp/content.ts";

/** Octets to send, with the stretches of them that are secret. */
export interface Outgoing {
  readonly octets: Octets;
  readonly secrets: readonly Stretch[];
  /** Generated lines that go out after `octets`, so many octets of them and then `end`; never held as a whole. */
  readonly filler?: { readonly octets: number; readonly end: Octets };
}

/** A stretch of octets, from `start` up to the octet before `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Makes a line with its CRLF, ready to send. */
export function outgoingLine(line: string): Outgoing {
  return { octets: utf8(`${line}\r\n`), secrets: [] };
}

/** Counts octets to send, generated ones too. */
export function countOctets({ octets, filler }: Outgoing): number {
  return octets.length + (filler === undefined ? 0 : filler.octets + filler.end.length);
}

/** Joins octets to send into one string, and moves their secret stretches along. */
export function joinOutgoing(parts: readonly Outgoing[]): Outgoing {
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return makeWhole(first);
  const whole = parts.map(makeWhole);
  let offset = 0;
  const secrets = whole.flatMap((part) => {
    const moved = part.secrets.map(({ start, end }) => ({ start: start + offset, end: end + offset }));
    offset += part.octets.length;
    return moved;
  });
  return { octets: concat(whole.map((part) => part.octets)), secrets };
}

function makeWhole({ octets, secrets, filler }: Outgoing): Outgoing {
  return filler === undefined
    ? { octets, secrets }
    : { octets: concat([octets, generateOctets(filler.octets), filler.end]), secrets };
}

/** Takes a stretch out of octets to send, with what is secret in it. */
export function sliceOutgoing({ octets, secrets }: Outgoing, start: number, end: number): Outgoing {
  return {
    octets: octets.slice(start, end),
    secrets: secrets
      .map((stretch) => ({ start: Math.max(stretch.start, start) - start, end: Math.min(stretch.end, end) - start }))
      .filter((stretch) => stretch.end > stretch.start),
  };
}

/** Puts stretches in order, and joins those that touch. */
export function joinStretches(stretches: readonly Stretch[]): Stretch[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of stretches.toSorted((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last === undefined || start > last.end) merged.push({ start, end });
    else last.end = Math.max(last.end, end);
  }
  return merged;
}
