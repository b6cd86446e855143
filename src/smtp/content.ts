/** Content of messages: header, generated bodies, transparency (RFC 5321 §4.5.2), chunks (RFC 3030 §2). */
import { concat, latin1, latin1Text, type Octets, utf8 } from "../base/octets.ts";

/** A header field: name and value. */
export type Field = readonly [name: string, value: string];

const lineOctets = 78; // 76 characters and CRLF, RFC 5322 §2.1.1
const pieceOctets = 65_536;
const dot = 0x2e;

/** Makes CRLF of every line end, and ends the text with one. */
export function toCrlf(text: string): string {
  const lines = text.replace(/\r\n|\r|\n/g, "\r\n");
  return lines === "" || lines.endsWith("\r\n") ? lines : lines + "\r\n";
}

/** Adds a dot to each line that begins with one (RFC 5321 §4.5.2). */
export function stuff(content: Uint8Array): Octets {
  if (!content.includes(dot)) return new Uint8Array(content);
  // A message at the limit of a server may have millions of such lines: no text is made of it.
  let dots = 0;
  for (let at = 0; at < content.length; at++) if (beginsWithDot(content, at)) dots++;
  const stuffed = new Uint8Array(content.length + dots);
  for (let at = 0, to = 0; at < content.length; at++) {
    if (beginsWithDot(content, at)) stuffed[to++] = dot;
    stuffed[to++] = content[at] ?? 0;
  }
  return stuffed;
}

function beginsWithDot(content: Uint8Array, at: number): boolean {
  return content[at] === dot && (at === 0 || (content[at - 1] === 0x0a && content[at - 2] === 0x0d));
}

/** Takes away the dot that `stuff()` added. */
export function unstuff(content: Uint8Array): Octets {
  return latin1(latin1Text(content).replace(/(^|\r\n)\./g, "$1"));
}

/** Ends content for DATA: dots stuffed, a line end where it is missing, the final dot. */
export function endData(content: Uint8Array): Octets {
  const needsEnd = content.length > 0 && !(content.at(-2) === 0x0d && content.at(-1) === 0x0a);
  return concat([stuff(content), utf8(needsEnd ? "\r\n.\r\n" : ".\r\n")]);
}

/** Writes a header: the given fields, and before them From, To, Date and Message-ID where they are not given. */
export function writeHeader(given: readonly Field[], standard: readonly Field[]): string {
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  const fields = [...standard.filter(([name]) => !names.has(name.toLowerCase())), ...given];
  return fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
}

const lines = utf8(("abcdefghijklmnopqrstuvwxyz".repeat(3).slice(0, lineOctets - 2) + "\r\n").repeat(850)); // 66,300 octets

/** Generates exactly so many octets of printable lines that begin with no dot; two or more of them end in CRLF. */
export function generateOctets(octets: number): Octets {
  return concat([...generatePieces(octets)]);
}

/**
 * Generates the octets of `generateOctets()` piece by piece, none above 64 KiB, so that any number can be sent. Most
 * pieces are views of the same octets: whoever gets them leaves them as they are.
 */
export function* generatePieces(octets: number): Generator<Octets> {
  for (let at = 0; at < octets; at += pieceOctets) {
    const from = at % lineOctets;
    const view = lines.subarray(from, from + Math.min(pieceOctets, octets - at));
    const isLast = at + view.length > octets - 3;
    const piece = isLast ? new Uint8Array(view) : view;
    const set = (place: number, octet: number) => {
      if (place >= at && place < at + piece.length) piece[place - at] = octet;
    };
    if (octets > lineOctets && octets % lineOctets === 1) set(octets - 3, 0x61); // no bare CR before the last CRLF
    if (octets >= 2) {
      set(octets - 2, 0x0d);
      set(octets - 1, 0x0a);
    }
    yield piece;
  }
}

/** Generates exactly so many octets of lines of one dot; the last line has up to two more, so that the number fits. */
export function generateDots(octets: number): Octets {
  const lines = Math.floor(octets / 3);
  if (lines === 0) return utf8("\r\n".slice(0, octets));
  return utf8(".\r\n".repeat(lines - 1) + ".".repeat(1 + octets % 3) + "\r\n");
}

/**
 * Generates so many lines, in turn a dot and a letter. With the dots stuffed two lines have 7 octets, so that seven
 * buffers, each of a power of two, end at every place of them.
 */
export function generateLines(lines: number): Octets {
  return utf8(Array.from({ length: lines }, (_, index) => index % 2 === 0 ? ".\r\n" : "x\r\n").join(""));
}

/** Writes a BDAT command with its chunk; `declared` is the size that the command names. */
export function writeChunk(chunk: Uint8Array, options: { readonly declared: number; readonly last: boolean }): Octets {
  return concat([utf8(`BDAT ${options.declared}${options.last ? " LAST" : ""}\r\n`), chunk]);
}

/** Writes a date as RFC 5322 §3.3 has it, in UTC. */
export function writeDate(date: Date): string {
  return date.toUTCString().replace("GMT", "+0000");
}
