/** A server that knows the password says it in any form, at any place and cut anywhere: no report has a piece of it. */
import { assert } from "@std/assert";
import fc from "fast-check";
import { latin1Text, utf8 } from "../base/octets.ts";
import { lintId, lints } from "../judge/lint.ts";
import { close, octets, type Script } from "../peer/script.ts";
import { reporters } from "../report/reporter.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { readCases, runCases, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";

const user = "alice";
const pass = "Correct-Horse-77-Battery!";
const hex = [...utf8(pass)].map((octet) => octet.toString(16).padStart(2, "0"));
const base64After = (before: string) => btoa(before + pass);
/** What of it holds nothing but the password. */
const ownPart = (before: string) => base64After(before).slice(Math.ceil((before.length * 8) / 6)).replace(/.?=*$/, "");

/** What may stand before it in base64. */
const befores = ["", "x", "xy", `\0${user}\0`];
const plainForms = [
  pass,
  pass.toUpperCase(),
  hex.join(""),
  hex.join("").toUpperCase(),
  hex.map((digits) => `%${digits}`).join(""),
  pass.replaceAll("-", "+2D"),
];
/** The forms in which the server says it. */
const forms = [...plainForms, ...befores.map(base64After)];
/** Pieces of five letters and more: fewer are no secret to begin with, and may be chance. */
function piecesOf(text: string): string[] {
  const width = Math.max(8, Math.ceil((text.length / pass.length) * 5));
  return Array.from(
    { length: Math.max(0, text.length - width + 1) },
    (_, at) => text.slice(at, at + width).toLowerCase(),
  );
}
const pieces = [...plainForms, ...befores.map(ownPart)].flatMap(piecesOf);

const cases = readCases(`title: Secrets
cases:
  - {id: right, must: reply to NOOP, send: NOOP, reply: 250}
  - {id: wrong, must: reply to NOOP otherwise, send: NOOP, reply: 555}
  - {id: kept, must: keep, steps: [{send: NOOP, reply: any, keep: {all: '/([^]*)/'}}, {send: RSET, reply: $all}]}
  - {id: silent, must: say nothing, send: RSET, silence: 20ms}
  - {id: many, must: reply, bytes: "NOOP\\r\\nNOOP\\r\\nRSET\\r\\n", until_quit: [250, 250, 250]}
  - {id: data, must: take data, start: rcpt, risks: [delivers], steps: [{send: DATA, reply: 354}, {message: {}, reply: 250}]}
  - {id: login, must: take it, auth: {mechanism: PLAIN, user: $user, pass: $pass}, reply: 235}
`);

const near = (place: number) => fc.integer({ min: Math.max(0, place - 30), max: place + 4 });
/** How much stands before it: about where something is cut. */
const filler = fc.tuple(
  fc.oneof(near(0), near(80), near(100), near(300), near(400), near(1_500), near(1_800)),
  fc.constantFrom("x", "\x80", " ", "\\", "="),
).map(([length, character]) => character.repeat(length));

const reply = (code: number) =>
  fc.record({
    before: filler,
    form: fc.constantFrom(...forms),
    after: fc.constantFrom("", "y", "\x80".repeat(2_000), ".".repeat(290)),
    shape: fc.constantFrom("whole", "lines", "no reply", "cut", "closed", "bare LF"),
    cutAt: fc.nat({ max: 80 }),
  }).map(({ before, form, after, shape, cutAt }) => {
    const text = `${before}${form}${after}`;
    switch (shape) {
      case "whole":
        return [octets(`${code} ${text}\r\n`)];
      case "bare LF":
        return [octets(`${code} ${text}\n`)];
      case "lines":
        return [octets(`${code}-${text}\r\n${code}-${form}\r\n${code} ${text}\r\n`)];
      case "no reply":
        return [octets(`${text}\r\n`)];
      case "cut": // the rest never comes
        return [octets(`${code} ${before}${form.slice(0, cutAt)}`), { kind: "deaf" } as const];
      case "closed":
        return [octets(`${code} ${before}${form.slice(0, cutAt)}`), close("fin")];
    }
  });

/** Where the server says it, and what it says there. */
const script = fc.record({
  connect: fc.option(reply(220), { freq: 4, nil: undefined }),
  EHLO: fc.option(reply(250), { freq: 4, nil: undefined }),
  NOOP: reply(250),
  RSET: reply(250),
  MAIL: fc.option(reply(250), { freq: 3, nil: undefined }),
  AUTH: reply(535),
  DATA: fc.option(reply(354), { nil: undefined }),
  QUIT: fc.option(reply(221), { nil: undefined }),
}).map((answers): Script => ({
  answers: Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== undefined)) as
    & Script["answers"]
    & object,
  offers: ["AUTH PLAIN", pass, `X-${base64After("x")} ${pass}`],
}));

/** In a time that goes ten times as fast. */
const deadlines = { connect: 100_000, greeting: 2_000, reply: 2_000, endOfData: 2_000, delivery: 2_000 };
const render = { width: 200, isColored: false, isVerbose: true };

Deno.test("runSuite() leaves no piece of the password in any report, however the server says it", async () => {
  const seed = Number(Deno.env.get("PROPERTY_SEED") ?? 5321);
  await fc.assert(
    fc.asyncProperty(script, async (played) => {
      const options = { lintIds: lints.map(lintId), jobs: 8 };
      const report = await inFastTime(
        10,
        (clock) =>
          withServer(
            played,
            (server) => runCases(cases, targetAt(server, { user, pass, deadlines }), { ...options, clock }),
          ),
      );
      for (const [format, reporter] of reporters) {
        const text = reporter.render(report, render).toLowerCase();
        for (const piece of pieces) {
          const at = text.indexOf(piece);
          assert(
            at === -1,
            `${format}: "${piece}" stands in ${latin1Text(utf8(text.slice(Math.max(0, at - 300), at + 100)))}`,
          );
        }
      }
    }),
    { seed, numRuns: 15, endOnFailure: true },
  );
});
