import { assertEquals } from "@std/assert";
import { type Row, showRows } from "./list_rows.ts";

const rows: readonly Row[] = [
  { id: "area/topic/one", level: "must", impact: "form", needs: "" },
  {
    id: "area/topic/of-a-longer-name[x]",
    level: "should not",
    impact: undefined,
    needs: "AUTH CRAM-MD5 user (hostile)",
  },
];

Deno.test("showRows() writes a table where it fits", () => {
  assertEquals(showRows(rows, 80), [
    "area/topic/one                  must        form",
    "area/topic/of-a-longer-name[x]  should not        AUTH CRAM-MD5 user (hostile)",
  ]);
});

Deno.test("showRows() writes what is needed below where the table is too wide", () => {
  assertEquals(showRows(rows, 50), [
    "area/topic/one                  must        form",
    "area/topic/of-a-longer-name[x]  should not",
    "    AUTH CRAM-MD5 user (hostile)",
  ]);
});

Deno.test("showRows() writes level and impact below an id that is longer than its column", () => {
  assertEquals(showRows(rows, 40), [
    "area/topic/one          must        form",
    "area/topic/of-a-longer-name[x]",
    "                        should not",
    "    AUTH CRAM-MD5 user (hostile)",
  ]);
});

Deno.test("showRows() keeps within any width all but the ids", () => {
  for (let columns = 40; columns <= 100; columns++) {
    const long = showRows(rows, columns).filter((line) => line.length > columns);
    assertEquals(long.filter((line) => line !== rows[1]?.id), []);
  }
});
