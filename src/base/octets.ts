/** Octets and text: the two encodings of a case file, and search and comparison of octet strings. */
import { Buffer } from "node:buffer";

/** Octets over a buffer of their own, as sockets and files accept them. */
export type Octets = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

/** Encodes text as UTF-8: what a line of a case file puts on the wire. */
export function utf8(text: string): Octets {
  return ascii(text) ?? encoder.encode(text);
}

/** Encodes short text that is nothing but ASCII: most lines of SMTP, several times as quick as the encoder. */
function ascii(text: string): Octets | undefined {
  if (text.length > 200) return undefined;
  const octets = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return undefined;
    octets[index] = code;
  }
  return octets;
}

/** Encodes text one octet a character. Throws a RangeError for a character above U+00FF. */
export function latin1(text: string): Octets {
  const octets = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0xff) throw new RangeError(`Cannot write "${text[index]}" as one octet: it is above U+00FF`);
    octets[index] = code;
  }
  return octets;
}

/** Says whether each character of a text can be written as one octet by `latin1()`. */
export function isLatin1(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0xff) return false;
  return true;
}

/** Decodes octets one character an octet; never fails, and `latin1()` gives the same octets back. */
export function latin1Text(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString("latin1");
}

/** Joins octet strings into one. */
export function concat(parts: readonly Uint8Array[]): Octets {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Finds the first place of `needle` in `hay` at or after `from`, or -1. */
export function find(hay: Uint8Array, needle: Uint8Array, from = 0): number {
  // The search in text is many times as quick as one octet by octet, with the making of the text.
  return latin1Text(hay).indexOf(latin1Text(needle), from);
}

/** Encodes octets as base64. */
export function base64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString("base64");
}
