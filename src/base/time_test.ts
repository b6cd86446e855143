import { assertEquals } from "@std/assert";
import { parseDuration, showAbout, showDuration, showRoundDuration } from "./time.ts";

const durations: readonly (readonly [string, number | undefined])[] = [
  ["0ms", 0],
  ["500ms", 500],
  ["2s", 2000],
  ["1.5s", 1500],
  ["0.5min", 30_000],
  ["5min", 300_000],
  ["", undefined],
  ["5", undefined],
  ["s", undefined],
  ["5 s", undefined],
  ["5S", undefined],
  ["-5s", undefined],
  ["1e3ms", undefined],
  [".5s", undefined],
  ["5.s", undefined],
  ["5s ", undefined],
  ["5s\n", undefined],
  ["5h", undefined],
  ["5m", undefined],
];

for (const [text, time] of durations) {
  Deno.test(`parseDuration() reads ${JSON.stringify(text)} as ${time}`, () => {
    assertEquals(parseDuration(text), time);
  });
}

Deno.test("showDuration() writes milliseconds below a second, seconds above", () => {
  assertEquals([0, 0.4, 35, 999, 999.6, 1000, 1249, 60_000].map(showDuration), [
    "0 ms",
    "0 ms",
    "35 ms",
    "999 ms",
    "1.0 s",
    "1.0 s",
    "1.2 s",
    "60.0 s",
  ]);
});

for (
  const [time, shown] of [[1, "1 ms"], [500, "500 ms"], [1_500, "1500 ms"], [2_000, "2 s"], [90_000, "90 s"], [
    600_000,
    "10 min",
  ]] as const
) {
  Deno.test(`showRoundDuration() writes ${time} as ${shown}`, () => assertEquals(showRoundDuration(time), shown));
}

Deno.test("showAbout() rounds up, in the unit in which one would wait", () => {
  assertEquals([0, 1, 1001, 90_000, 90_001, 720_000, 5_400_000, 5_400_001, 12_600_000].map(showAbout), [
    "1 s",
    "1 s",
    "2 s",
    "90 s",
    "2 min",
    "12 min",
    "90 min",
    "1.6 h",
    "3.5 h",
  ]);
});
