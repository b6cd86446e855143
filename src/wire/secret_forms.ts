/** The forms in which a secret can come back from a server that knows it. Pure. */
import { createHash } from "node:crypto";
import { base64, latin1, latin1Text, utf8 } from "../base/octets.ts";
import { escapeOctets, visible } from "../base/show.ts";
import { unquote } from "./decodings.ts";

/** One form: what to look for, whatever its case, and how many characters beside it hold a part of the secret. */
export interface SecretForm {
  readonly text: string;
  readonly before: 0 | 1;
  readonly after: 0 | 1;
}

const leastCharacters = 4; // the index of forms looks at as many

/**
 * Gives the forms of a secret: of a text as it is, without what a server may quote in it, and as its octets; of octets,
 * such as a digest, as they are and as they are written, in hexadecimal digits and in base64, each of these encoded once
 * more. What is encoded here and there, percent-encoding and its like, is decoded where it is met.
 */
export function formsOf(secret: string | Uint8Array): SecretForm[] {
  const forms = typeof secret === "string"
    ? [...plainForms([secret, unquote(secret), unquote(latin1Text(utf8(secret)))]), ...octetForms(utf8(secret))]
    : [latin1Text(secret), hex(secret, ""), base64(secret)].flatMap((written) => octetForms(latin1(written)));
  const unique = new Map(forms.filter(({ text }) => text.length >= leastCharacters).map((form) => [form.text, form]));
  return [...unique.values()];
}

/** Gives the digests of a password that systems keep in its place. */
export function digestsOf(secret: string): Uint8Array[] {
  return ["md5", "sha1", "sha256", "sha512"].map((hash) => createHash(hash).update(utf8(secret)).digest());
}

const plainForms = (texts: readonly string[]) => texts.map((text): SecretForm => ({ text, before: 0, after: 0 }));

/** Gives the forms of octets: as they are, escaped, in hexadecimal digits, and in base64 after anything. */
function octetForms(octets: Uint8Array): SecretForm[] {
  const raw = latin1Text(octets);
  const escaped = escapeOctets(octets);
  const digits = ["", " ", ":"].map((between) => hex(octets, between));
  return [
    ...plainForms([raw, escaped, visible(escaped), ...digits]),
    ...[0, 1, 2].flatMap((offset) => base64Forms(raw, offset)),
  ];
}

function hex(octets: Uint8Array, between: string): string {
  return [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join(between);
}

/**
 * Encodes a secret as it looks after `offset` octets of something else, in both alphabets (RFC 4648 §4, §5): the
 * characters that hold nothing but the secret, and whether those beside them hold a part of it.
 */
function base64Forms(raw: string, offset: number): SecretForm[] {
  const bits = raw.length * 8;
  const skipped = [0, 4, 2][offset] ?? 0; // so many bits of the secret stand in a character with what is before it
  const whole = Math.floor((bits - skipped) / 6);
  const from = Math.ceil((offset * 8) / 6);
  const text = btoa("\0".repeat(offset) + raw).slice(from, from + whole);
  const form: SecretForm = {
    text,
    before: skipped > 0 ? 1 : 0,
    after: (bits - skipped) % 6 > 0 ? 1 : 0,
  };
  const otherAlphabet = text.replaceAll("+", "-").replaceAll("/", "_");
  return otherAlphabet === text ? [form] : [form, { ...form, text: otherAlphabet }];
}
