import { assert, assertEquals, assertMatch } from "@std/assert";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { base64, latin1, latin1Text, utf8 } from "../base/octets.ts";
import { escapeOctets, visible } from "../base/show.ts";
import { check } from "../testing/properties.ts";
import { isTooShortToMask, leastSecretCharacters, Secrets } from "./secrets.ts";
import { Transcript } from "./transcript.ts";

function secretsOf(...words: readonly string[]): Secrets {
  const secrets = new Secrets();
  for (const word of words) secrets.add(word);
  return secrets;
}

const hex = (text: string, between = "") =>
  [...utf8(text)].map((octet) => octet.toString(16).padStart(2, "0")).join(between);
/** Writes each character that is meant in another way. */
const written = (pattern: RegExp, write: (character: string) => string) => (text: string) =>
  text.replace(pattern, write);
const inOctets = (encode: (text: string) => string) => (text: string) => latin1Text(utf8(encode(text)));
const numbered = (character: string) => character.charCodeAt(0).toString(16).padStart(4, "0");
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
const inHtml = written(/[&<>"']/g, (character) => entities[character] ?? "");
const inJson = written(/["\\\x7f-\uffff]/g, (one) => /["\\]/.test(one) ? `\\${one}` : `\\u${numbered(one)}`);
const marked = (mark: string, isMeant: (index: number) => boolean) => (text: string) =>
  [...utf8(text)].map((octet, index) =>
    isMeant(index) || octet < 0x21 || octet > 0x7e
      ? mark + octet.toString(16).padStart(2, "0")
      : String.fromCharCode(octet)
  ).join("");
const encodeBase64 = (before: string, after: string) => (text: string) => btoa(latin1Text(utf8(before + text + after)));
const hexOf = (octet: string) => octet.charCodeAt(0).toString(16);
const digested = (hash: string, encoding: "hex" | "base64" | "base64url") => (text: string) =>
  createHash(hash).update(utf8(text)).digest(encoding);

type Encodings = Readonly<Record<string, (secret: string) => string>>;
/** What a server may make of a secret that it knows. */
const alone: Encodings = {
  "as it is": (secret) => latin1Text(utf8(secret)),
  "in capitals": (secret) => latin1Text(utf8(secret)).replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  "in small letters": (secret) => latin1Text(utf8(secret)).replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  "escaped": (secret) => escapeOctets(utf8(secret)),
  "escaped and shown": (secret) => visible(escapeOctets(utf8(secret))),
  "quoted": (secret) => latin1Text(utf8(secret.replace(/["\\]/g, "\\$&"))),
  "in hexadecimal digits": hex,
  "in hexadecimal digits in capitals": (secret) => hex(secret).toUpperCase(),
  "in base64": encodeBase64("", ""),
  "in base64 without padding": (secret) => encodeBase64("", "")(secret).replace(/=+$/, ""),
  "percent-encoded": marked("%", () => true),
  "percent-encoded here and there": marked("%", (index) => index % 3 === 1),
  "in xtext": marked("+", (index) => index % 2 === 0),
  "quoted-printable": marked("=", () => false),
  "of a form of HTML": (secret) => marked("%", (index) => index % 3 === 1)(secret).replaceAll("%20", "+"),
  "in hexadecimal digits with spaces": (secret) => hex(secret, " "),
  "in hexadecimal digits with colons": (secret) => hex(secret, ":").toUpperCase(),
  "in a string of JSON": inJson,
  "in a string of JSON in a string of JSON": (secret) => inJson(inJson(secret)),
  "in HTML": inOctets(inHtml),
  "in HTML in HTML": inOctets((secret) => inHtml(inHtml(secret))),
  "in HTML by numbers": written(/[^]/g, (character) => `&#${character.charCodeAt(0)};`),
  "in HTML by hexadecimal numbers": written(/[^]/g, (character) => `&#X${numbered(character)};`),
  "with the octets above ASCII escaped": (secret) =>
    latin1Text(utf8(secret)).replace(/[\x80-\xff"\\]/g, (one) => /["\\]/.test(one) ? `\\${one}` : `\\x${hexOf(one)}`),
  "with the octets above ASCII in octal digits": (secret) =>
    latin1Text(utf8(secret)).replace(/[\x80-\xff]/g, (octet) => `\\${octet.charCodeAt(0).toString(8)}`),
  "as a digest of MD5": digested("md5", "hex"),
  "as a digest of SHA-1": digested("sha1", "base64"),
  "as a digest of SHA-256": digested("sha256", "base64url"),
  "as a digest of SHA-512": (secret) => digested("sha512", "hex")(secret).toUpperCase(),
};
/** What it may make of a secret with something else. */
const joined: Encodings = {
  "in base64 after one octet": encodeBase64("x", ""),
  "in base64 after two octets": encodeBase64("xy", "z"),
  "in base64 after three octets and before one": encodeBase64("xyz", "z"),
  "in base64url after one octet": (secret) => encodeBase64("?", "")(secret).replaceAll("+", "-").replaceAll("/", "_"),
};
const encodings: Encodings = { ...alone, ...joined };

const word = fc.oneof(
  fc.string({ minLength: leastSecretCharacters, maxLength: 40 }),
  fc.string({ minLength: leastSecretCharacters, maxLength: 20, unit: "grapheme" }),
  fc.constantFrom("Correct-Horse-77-Battery!", 'tr0ub4d\\or & <3> "', "pässwörter€", "a+b/c=d%2f", "    ", "aaaa"),
).filter((text) => !isTooShortToMask(text) && text === text.toWellFormed());

for (const [name, encode] of Object.entries(encodings)) {
  Deno.test(`Secrets masks a secret ${name}, whatever stands beside it`, () => {
    const filler = fc.string({ maxLength: 20 });
    check(
      fc.property(word, filler, filler, (secret, before, after) => {
        const encoded = encode(secret);
        const text = `${before} ${encoded} ${after}`;
        // How many backslashes stand at its ends is no part of it that helps anybody.
        const at = before.length + 1 + (/^\\+/.exec(encoded)?.[0].length ?? 0);
        const end = before.length + 1 + encoded.replace(/[=\\]+$/, "").length;
        const stretches = secretsOf(secret).find(text, "whole");
        const isFound = Object.hasOwn(alone, name)
          ? stretches.some((stretch) => stretch.start <= at && stretch.end >= end)
          : stretches.some((stretch) => stretch.start < end && stretch.end > at);
        assert(isFound, JSON.stringify({ text, stretches }));
      }),
      150,
    );
  });

  Deno.test(`Transcript shows nothing of a secret ${name}, wherever the octets are cut`, () => {
    const secret = "Correct-Horse-77-Battery!";
    const encoded = encode(secret);
    // At the end only so many characters may stand of it as are too few to be masked.
    const pieces = Array.from({ length: encoded.length - 8 }, (_, at) => encoded.slice(at, at + 8));
    for (let before = 60; before <= 110; before++) {
      for (const end of [before + Math.floor(encoded.length / 2), before + encoded.length + 500]) {
        const transcript = new Transcript(() => 0, secretsOf(secret));
        const octets = latin1(`${"\x80".repeat(before)}${encoded}${".".repeat(500)}`.slice(0, end));
        const text = transcript.excerpt(octets);
        for (const piece of pieces) assert(!text.includes(piece), text);
      }
    }
  });
}

Deno.test("Transcript shows no secret that begins or ends at any place of what it cuts out", () => {
  const secret = "Correct-Horse-77-Battery!";
  for (const length of [1_780, 1_800, 1_820, 1_900, 5_000]) {
    for (let at = 1_440; at < 1_540; at++) {
      for (const start of [at, length - at + 1_200]) {
        if (start < 0 || start + secret.length > length) continue;
        const transcript = new Transcript(() => 0, secretsOf(secret));
        const octets = latin1("x".repeat(start) + secret + "y".repeat(length - start - secret.length));
        transcript.recordReceived("main", octets, false, 0);
        const [event] = transcript.events;
        assert(event?.kind === "received" && !/[A-WZ]/.test(event.text), `${length} ${start}`);
      }
    }
  }
});

const digest = latin1('\x00\x01?>\x80\xff"\\ %+=\r\nA\x7f');
const ofDigest: Readonly<Record<string, (digest: Uint8Array) => string>> = {
  "as it is": latin1Text,
  "escaped": escapeOctets,
  "in hexadecimal digits": (octets) => Buffer.from(octets).toString("hex"),
  "in hexadecimal digits in capitals": (octets) => Buffer.from(octets).toString("hex").toUpperCase(),
  "in hexadecimal digits with colons": (octets) =>
    [...octets].map((octet) => hexOf(String.fromCharCode(octet)).padStart(2, "0")).join(":"),
  "in base64": base64,
  "in base64url without padding": (octets) => Buffer.from(octets).toString("base64url"),
  "in base64 that is percent-encoded": (octets) => encodeURIComponent(base64(octets)),
  "percent-encoded": (octets) => Buffer.from(octets).toString("hex").replace(/../g, "%$&"),
};
/** With something else, and encoded once more. */
const ofDigestAgain: typeof ofDigest = {
  "in base64 in base64": (octets) => btoa(`c=biws,r=n,p=${base64(octets)}`),
  "in base64 in hexadecimal digits": (octets) => hex(`c=biws,p=${base64(octets)}`),
  "in hexadecimal digits in base64": (octets) => btoa(`alice ${Buffer.from(octets).toString("hex")}`),
};

for (const [name, encode] of Object.entries({ ...ofDigest, ...ofDigestAgain })) {
  Deno.test(`Secrets masks a digest ${name}`, () => {
    const secrets = new Secrets();
    secrets.addDerived(digest);
    const shown = secrets.mask(`<${encode(digest)}>`);
    if (Object.hasOwn(ofDigest, name)) assertEquals(shown.replace(/(?:=|%3D)*>$/, ">"), "<***>");
    else assertMatch(shown, /^<.{0,30}\*\*\*=*>$/);
  });
}

Deno.test("Secrets finds the beginning of a secret at the end of a text that was cut, and only there", () => {
  const secrets = secretsOf("sesame-open");
  assertEquals(secrets.find("say sesame", "cut"), [{ start: 4, end: 10 }]);
  assertEquals(secrets.find("say sesame", "whole"), []);
  assertEquals(secrets.find("sesame street", "cut"), []);
  assertEquals(secrets.find("say sesame%2", "cut"), [{ start: 4, end: 12 }]);
});

Deno.test("Secrets finds what its parent holds too, and adds nothing to it", () => {
  const parent = secretsOf("first-word");
  const child = new Secrets(parent);
  child.add("second-word");
  assertEquals(child.mask("first-word, second-word"), "***, ***");
  assertEquals(parent.mask("first-word, second-word"), "***, second-word");
});

Deno.test("Secrets masks no word that is too short, and says so", () => {
  assertEquals(["", "abc", "abcd"].map(isTooShortToMask), [true, true, false]);
  assertEquals(secretsOf("abc").mask("abc"), "abc");
});

Deno.test("Secrets reads a text once, however many secrets there are", () => {
  const time = (count: number) => {
    const secrets = secretsOf(
      ...Array.from({ length: count }, (_, index) => `proof-${index * 7919}-${"z".repeat(20)}`),
    );
    const text = "250-mx.test greets you and offers this and that\r\n".repeat(2_000);
    const start = performance.now();
    for (let turn = 0; turn < 5; turn++) assertEquals(secrets.find(text, "whole"), []);
    return performance.now() - start;
  };
  time(1);
  const [one, many] = [time(1), time(3_000)];
  assert(many < one * 20 + 100, `${one} ms, then ${many} ms`);
});

Deno.test("Secrets looks for the last thousands of what was derived, and keeps no more", () => {
  const secrets = secretsOf("sesame-open");
  const proof = (index: number) => `proof-${index * 7919}-of-something`;
  for (let index = 0; index < 10_000; index++) secrets.addDerived(proof(index));
  assertEquals([9_999, 8_500, 0].map((index) => secrets.mask(proof(index))), ["***", "***", proof(0)]);
  assertEquals(secrets.mask("sesame-open"), "***");
});
