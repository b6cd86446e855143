import { assertEquals } from "@std/assert";
import { dateTimeFlaws } from "./date_time.ts";

const valid = [
  "Mon, 1 Jan 2024 00:00:00 +0000",
  "Mon, 01 Jan 2024 00:00 -0000",
  "1 Jan 2024 23:59:60 +0545",
  "Thu, 29 Feb 2024 12:00:00 +0000 (UTC)",
  "mon,\r\n\t1 jan 2024 00:00:00 +0000 (Coordinated (Universal) Time) (again)",
  "  Mon, 1 Jan 2024 00:00:00 +0000  ",
];

for (const text of valid) {
  Deno.test(`dateTimeFlaws() finds nothing wrong with ${JSON.stringify(text)}`, () => {
    assertEquals(dateTimeFlaws(text), []);
  });
}

const flawed: readonly (readonly [text: string, at: number, why: string])[] = [
  ["", 0, "a day of the month is due"],
  ["long ago", 0, "a day of the month is due"],
  ["Foo, 1 Jan 2024 00:00:00 +0000", 0, `"Foo" is no day of the week`],
  ["Mon 1 Jan 2024 00:00:00 +0000", 0, "a day of the month is due"],
  ["Mon, Jan 1 2024 00:00:00 +0000", 5, "a day of the month is due"],
  ["Mon, 1 January 2024 00:00:00 +0000", 7, "a month is due, such as Jan"],
  ["Mon, 1 Jxn 2024 00:00:00 +0000", 11, "a month is due, such as Jan"],
  ["Mon, 1 Jan 24 00:00:00 +0000", 11, "a year of four digits is due"],
  ["Mon, 1 Jan 2024 0:00:00 +0000", 16, "a time of day is due, such as 08:30:00"],
  ["Mon, 1 Jan 2024 00:00:00", 24, "a zone is due, as an offset such as +0000"],
  ["Mon, 1 Jan 2024 00:00:00 GMT", 25, "a zone is due, as an offset such as +0000"],
  ["Mon, 1 Jan 2024 00:00:00 +00", 25, "a zone is due, as an offset such as +0000"],
  ["Mon, 1 Jan 2024 00:00:00 +0000 id 7", 31, "nothing but comments may follow the date"],
  ["Mon, 1 Jan 2024 00:00:00 +0000 (UTC", 31, "nothing but comments may follow the date"],
  ["Tue, 1 Jan 2024 00:00:00 +0000", 0, "1 jan 2024 is no Tue"],
  ["Wed, 29 Feb 2023 00:00:00 +0000", 0, "the month has no day 29"],
  ["0 Jan 2024 00:00:00 +0000", 0, "the month has no day 0"],
  ["Mon, 1 Jan 2024 24:00:00 +0000", 0, "there is no such time of day"],
  ["Mon, 1 Jan 2024 00:00:00 +0060", 0, "the zone has 60 minutes"],
];

for (const [text, at, why] of flawed) {
  Deno.test(`dateTimeFlaws() says what is wrong with ${JSON.stringify(text)}, and where`, () => {
    assertEquals(dateTimeFlaws(text), [{ at, why }]);
  });
}
