import { assertEquals } from "@std/assert";
import { FactBook } from "./fact_book.ts";

Deno.test("FactBook tells of each endpoint what was announced, then how it greets, then its limits", () => {
  const book = new FactBook();
  assertEquals([book.connect("mx"), book.connect("mx"), book.connect("lmtp")], [1, 2, 1]);
  book.greet("mx", "one", 20);
  book.greet("mx", "two", 5_000);
  const seen = { key: "421", received: "received 421 bye", run: "two" };
  book.meet("mx", { name: "errors", count: 20 }, seen);
  book.meet("mx", { name: "errors", count: 10 }, { ...seen, run: "three" });
  book.meet("mx", { name: "connections", count: 50 }, { ...seen, run: "four" });
  book.meet("lmtp", { name: "errors", count: 5 }, seen);
  book.state("mx", "connections", "one at a time: it waits");
  assertEquals(book.facts("mx"), [
    {
      endpoint: "mx",
      about: "greeting",
      value: "after 20 ms at the earliest, 5.0 s at the latest, of 2",
      run: "one",
    },
    { endpoint: "mx", about: "connections", value: "one at a time: it waits", run: null },
    {
      endpoint: "mx",
      about: "connections",
      value: "received 421 bye, once, after 50 connections of the run",
      run: "four",
    },
    {
      endpoint: "mx",
      about: "errors of a session",
      value: "received 421 bye, 2 times, after 10 to 20 refused commands",
      run: "two",
    },
  ]);
  assertEquals(book.facts("lmtp").length, 1);
});

Deno.test("FactBook keeps a bounded number of limits", () => {
  const book = new FactBook();
  for (let at = 0; at < 200; at++) {
    book.meet("mx", { name: "rate", count: 1 }, { key: `${at}`, received: `${at}`, run: "it" });
  }
  assertEquals(book.facts("mx").length, 50);
});
