import { assertEquals } from "@std/assert";
import { closestPaths, withFolders } from "./guess_path.ts";

const ids = [
  ...["greeting/greeting/first", "commands/noop/plain", "commands/help/plain", "commands/noop/argument[space]"],
  ...["limits/command_line/noop", "auth/plain/empty-name", "auth/plain/empty", "chunking/bdat/data-after-bdat"],
];
const known = withFolders(ids);

const guesses: readonly (readonly [path: string, near: readonly string[]])[] = [
  ["gretting", ["greeting"]],
  ["noop", ["commands/noop", "limits/command_line/noop"]],
  ["**/noop*", ["commands/noop", "limits/command_line/noop"]],
  ["plain", ["auth/plain", "commands/noop/plain", "commands/help/plain"]],
  ["noop/plain", ["commands/noop/plain"]],
  ["data-after-bdta", ["chunking/bdat/data-after-bdat"]],
  ["comands/noop/plain", ["commands/noop/plain"]],
  ["commands/noop/plian", ["commands/noop/plain"]],
  ["commands/noop/argument[spaec]", ["commands/noop/argument[space]"]],
  ["commands/noop/argument[tab]", ["commands/noop/argument"]], // what there is of it
  ["auth/plain/wibble", ["auth/plain"]],
  ["wibble", []],
  ["wibble/wobble", []],
  ["**", []],
  ["", []],
];

for (const [path, near] of guesses) {
  Deno.test(`closestPaths() guesses ${near.join(" or ") || "nothing"} for "${path}"`, () => {
    assertEquals(closestPaths(path, known), near);
  });
}

Deno.test("closestPaths() names what there is, and no folder where only ids are right", () => {
  assertEquals(closestPaths("noop", ids), ["limits/command_line/noop"]);
  assertEquals(closestPaths("auth/plain/wibble", ids), []);
});
