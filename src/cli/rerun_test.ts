import { assertEquals } from "@std/assert";
import { readArguments } from "./command_line.ts";
import { run } from "./commands/run.ts";
import { writeCommand } from "./rerun.ts";

Deno.test("writeCommand() keeps what describes the target, and leaves out what selects cases and makes reports", () => {
  const target =
    "run mx.yaml --rcpt a@mx.test --user 'al ice' --pass-env PASS --mine mx.test --mine 192.0.2.1 --allow delivers --cases own -6";
  const args = target.replace("'al ice'", "al_ice").split(" ").slice(1).map((word) => word.replace("_", " "));
  const read = readArguments(run, [...args, "--only", "auth", "--report", "json=r.json"]);
  assertEquals(read.kind === "call" && writeCommand(read.words, read.options), target);
});
