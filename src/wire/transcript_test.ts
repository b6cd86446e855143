import { assert, assertEquals, assertMatch } from "@std/assert";
import { latin1 } from "../base/octets.ts";
import { Secrets } from "./secrets.ts";
import { Transcript } from "./transcript.ts";

/** A transcript that knows of some secrets. */
function transcriptWith(...words: readonly string[]): Transcript {
  const secrets = new Secrets();
  for (const word of words) secrets.add(word);
  return new Transcript(() => 0, secrets);
}

Deno.test("Transcript cuts long octets in the middle and masks a secret across the cut", () => {
  const transcript = transcriptWith("sesame-open");
  const secret = "sesame-open";
  const long = "a".repeat(1495) + secret + "b".repeat(5000) + secret;
  transcript.recordReceived("main", latin1(long), false, 0);
  const [event] = transcript.events;
  assert(event?.kind === "received");
  assertEquals(event.octets, long.length);
  assertMatch(event.text, /^a{1495}\*\*\*…b{289}\*\*\*$/);
  transcript.recordReceived("main", latin1("a".repeat(5000) + secret + "b".repeat(295)), false, 0);
  const [, second] = transcript.events;
  assert(second?.kind === "received");
  assertMatch(second.text, /^a{1500}…\*\*\*b{295}$/);
});

const received = (transcript: Transcript) =>
  transcript.events.flatMap((event) => event.kind === "received" ? [event] : []);

Deno.test("Transcript shows only the beginning and the end of what comes after much", () => {
  const transcript = transcriptWith();
  for (let count = 0; count < 250; count++) transcript.recordReceived("main", latin1("x".repeat(2_000)), false, 0);
  const lengths = received(transcript).map(({ text }) => text.length);
  assertEquals([lengths[0], lengths.at(-1)], [1_801, 121]);
  assertEquals(received(transcript).at(-1)?.omitted, 1_880);
});

Deno.test("Transcript keeps the first and the last of many events, and knows their places", () => {
  const transcript = transcriptWith();
  for (let count = 0; count < 10_000; count++) transcript.recordReceived("main", latin1("x"), false, count);
  assertEquals([transcript.events.length, transcript.dropped, transcript.latest], [3_000, 7_000, 9_999]);
  const atOf = (number: number) => transcript.events[transcript.placeOf(number)]?.at;
  assertEquals([0, 1_499, 8_500, 9_999].map(atOf), [0, 1_499, 8_500, 9_999]);
  assertEquals(transcript.placeOf(5_000), 1_500);
});

Deno.test("Transcript keeps less of many large events", () => {
  const transcript = transcriptWith();
  const octets = latin1("\xff".repeat(2_000));
  for (let count = 0; count < 10_000; count++) transcript.recordReceived("main", octets, false, count);
  assertEquals([transcript.events.length, transcript.dropped, transcript.latest], [227, 9_773, 9_999]);
  assert(JSON.stringify(transcript.events).length < 400_000);
});

Deno.test("Transcript.excerpt() shows octets in one line, and ends it with dots where something is left out", () => {
  const transcript = transcriptWith("sesame-open");
  assertEquals(transcript.excerpt(latin1("250 a\r\n")), "250 a\\r\\n");
  assertEquals(transcript.excerpt(latin1(`250 ${"x".repeat(1_000)}`)), `250 ${"x".repeat(293)}...`);
  assertEquals(transcript.excerpt(latin1(`250 ${"\x80".repeat(1_000)}`)).length, 300);
  assertEquals(transcript.excerpt(latin1(`${"x".repeat(290)}sesame-open`)), `${"x".repeat(290)}***...`);
});

Deno.test("Transcript.maskFacts() masks a secret in a certificate, and keeps the first of many names", () => {
  const facts = {
    ...{ protocol: "TLSv1.3", cipher: "TLS_AES_256_GCM_SHA384", issuer: "CN=sesame-open", fingerprint: "00:01" },
    ...{ validFrom: "2026-01-01T00:00:00.000Z", validTo: "2027-01-01T00:00:00.000Z", distrust: "no sesame-open" },
    ...{ isForName: true, isValidToday: true, isTrusted: false },
    subject: `CN=${"x".repeat(1_000)}`,
    names: ["DNS:sesame-open.test", ...Array.from({ length: 1_000 }, (_, index) => `DNS:${index}.test`)],
  };
  const masked = transcriptWith("sesame-open").maskFacts(facts);
  assertEquals([masked.issuer, masked.distrust, masked.names[0]], ["CN=***", "no ***", "DNS:***.test"]);
  assertEquals([masked.subject.length, masked.names.length], [400, 50]);
});

Deno.test("Transcript.hide() masks what was made of the password of the run in all sessions, and what was made of another in its own", () => {
  const secrets = new Secrets();
  secrets.add("sesame-open");
  const [one, other] = [new Transcript(() => 0, secrets), new Transcript(() => 0, secrets)];
  one.hide("proof-of-sesame", "not sesame-open");
  one.hide("proof-of-nothing", "a word of the case");
  const text = "proof-of-sesame proof-of-nothing";
  assertEquals([one.mask(text), other.mask(text)], ["*** ***", "*** proof-of-nothing"]);
});
