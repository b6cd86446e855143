/**
 * The readings of a text in which octets may be encoded one by one. Each place may be encoded or not, as its author
 * likes, so that what is looked for cannot be written out beforehand. Pure.
 */

/** A text in which encoded octets were decoded, and where each of its characters began and ended before that. */
export interface Decoding {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

interface Encoding {
  /** One of them stands in each encoded text. */
  readonly marks: readonly string[];
  readonly encoded: RegExp;
  /** What is left at the end where a cut went through something encoded. */
  readonly begun: RegExp;
  /** Gives the text for a match of `encoded`. */
  decode(match: RegExpExecArray): string;
}

const octet = (digits = "") => String.fromCharCode(parseInt(digits, 16));
const character = (digits: string, base: 10 | 16) => {
  const code = parseInt(digits, base);
  return code > 0x10ffff ? "" : String.fromCodePoint(code);
};

/**
 * What quotes in strings of JSON and of other languages, and in HTML and XML. Backslashes go altogether, and `&amp;`
 * counts once, however often: what is quoted may be quoted again.
 */
const quoting: Encoding = {
  marks: ["\\", "&"],
  encoded:
    /\\+(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([0-3][0-7]{2}))|\\+|&(?:amp;)*(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));/gi,
  begun: /(?:\\+(?:u[0-9a-f]{0,3}|x[0-9a-f]?|[0-7]{0,2})|&[#a-z0-9;]*)$/i,
  decode: ([, unicode, hex, octal, entityHex, entity, name]) => {
    const digits = unicode ?? hex ?? entityHex;
    if (digits !== undefined) return character(digits, 16);
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    if (entity !== undefined) return character(entity, 10);
    return name === undefined ? "" : entities[name.toLowerCase()] ?? "";
  },
};
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const encodings: readonly Encoding[] = [
  // RFC 3986 §2.1
  { marks: ["%"], encoded: /%([0-9a-f]{2})/gi, begun: /%[0-9a-f]?$/i, decode: ([, digits]) => octet(digits) },
  // The same in a form of HTML, where "+" is a space.
  {
    marks: ["+"],
    encoded: /%([0-9a-f]{2})|\+/gi,
    begun: /%[0-9a-f]?$/i,
    decode: ([, digits]) => digits === undefined ? " " : octet(digits),
  },
  // RFC 3461 §4, xtext
  { marks: ["+"], encoded: /\+([0-9a-f]{2})/gi, begun: /\+[0-9a-f]?$/i, decode: ([, digits]) => octet(digits) },
  // RFC 2045 §6.7, quoted-printable
  { marks: ["="], encoded: /=([0-9a-f]{2})/gi, begun: /=[0-9a-f]?$/i, decode: ([, digits]) => octet(digits) },
  quoting,
];

const mostBegun = 20; // characters; our choice: nothing encoded has more, but for what is quoted again and again

/** Gives the readings of a text that differ from it. Where it was cut, the cut may go through something encoded. */
export function decodingsOf(text: string, end: "whole" | "cut"): Decoding[] {
  return encodings.flatMap((encoding) => {
    if (!encoding.marks.some((mark) => text.includes(mark))) return [];
    const whole = end === "cut" ? withoutBegun(text, encoding) : text;
    const decoding = decode(whole, encoding);
    return decoding === undefined && whole !== text ? [readAsIs(whole)] : decoding ?? [];
  });
}

/** Takes the quoting out of a text: what quotes a secret once or more has the same left as the secret. */
export function unquote(text: string): string {
  return decode(text, quoting)?.text ?? text;
}

function withoutBegun(text: string, { begun }: Encoding): string {
  const at = Math.max(0, text.length - mostBegun);
  return text.slice(0, at) + text.slice(at).replace(begun, "");
}

function readAsIs(text: string): Decoding {
  const starts = Array.from(text, (_, index) => index);
  return { text, starts, ends: starts.map((start) => start + 1) };
}

/** Decodes a text; undefined where nothing in it is encoded. */
function decode(text: string, { encoded, decode }: Encoding): Decoding | undefined {
  const matches = [...text.matchAll(encoded)];
  if (matches.length === 0) return undefined;
  const starts: number[] = [];
  const ends: number[] = [];
  let decoded = "";
  let at = 0;
  const copyTo = (end: number) => {
    decoded += text.slice(at, end);
    for (; at < end; at++) {
      starts.push(at);
      ends.push(at + 1);
    }
  };
  for (const match of matches) {
    copyTo(match.index);
    at += match[0].length;
    const made = decode(match);
    decoded += made;
    for (let index = 0; index < made.length; index++) {
      starts.push(match.index);
      ends.push(at);
    }
  }
  copyTo(text.length);
  return { text: decoded, starts, ends };
}
