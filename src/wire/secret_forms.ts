/** The forms in which a secret can come back from a server that knows it. Pure. */
import { latin1Text, utf8 } from "../base/octets.ts";
import { escapeOctets, visible } from "../base/show.ts";

/** One form: what to look for, whatever its case, and how many characters beside it hold a part of the secret. */
export interface SecretForm {
  readonly text: string;
  readonly before: 0 | 1;
  readonly after: 0 | 1;
}

/**
 * Gives the forms of a secret: as it is, escaped and quoted, in hexadecimal digits, and in base64 wherever it stands in
 * what was encoded. Percent-encoding and its like are decoded where they are met, for each may encode what it likes.
 */
export function formsOf(secret: string): SecretForm[] {
  const octets = utf8(secret);
  const raw = latin1Text(octets);
  const escaped = escapeOctets(octets);
  const plain = [secret, raw, escaped, visible(escaped), secret.replace(/["\\]/g, "\\$&"), hex(raw)];
  const base64 = [0, 1, 2].flatMap((offset) => base64Forms(raw, offset));
  const forms = [...plain.map((text): SecretForm => ({ text, before: 0, after: 0 })), ...base64];
  // The longest first: what is left of it would show a part of the secret.
  return forms.filter(({ text }, index) => forms.findIndex((other) => other.text === text) === index);
}

function hex(raw: string): string {
  return [...raw].map((octet) => octet.charCodeAt(0).toString(16).padStart(2, "0")).join("");
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
