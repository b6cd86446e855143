import { assertEquals } from "@std/assert";
import { permissionsFor } from "./permissions.ts";
import { shippedCases } from "./shipped_cases.ts";

const cases = shippedCases;
const commands: readonly (readonly [line: string, flags: readonly string[]])[] = [
  ["run smtp://127.0.0.1:25", ["--allow-net=127.0.0.1:25", `--allow-read=${cases}`]],
  [
    "run smtp://127.0.0.1:25 --baseline known.yaml --shard 1/2 --wait 5s",
    ["--allow-net=127.0.0.1:25", `--allow-read=${cases},known.yaml`],
  ],
  ["baseline r.json", ["--allow-read=r.json"]],
  ["baseline r.json --output a/known.yaml", [
    "--allow-read=r.json,a/known.yaml",
    "--allow-write=a/known.yaml",
  ]],
  ["baseline r.json --update known.yaml", ["--allow-read=r.json,known.yaml", "--allow-write=known.yaml"]],
  ["diff a.json b.json", ["--allow-read=a.json,b.json"]],
  ["merge a.json b.json --report json=o/c.json", [
    "--allow-read=a.json,b.json,o/c.json",
    "--allow-write=o/c.json",
  ]],
  ["check known.yaml", [`--allow-read=${cases},known.yaml`]],
];

for (const [line, flags] of commands) {
  Deno.test(`permissionsFor() gives "${line}" what it needs and no more`, async () => {
    assertEquals(await permissionsFor(line.split(" ")), [...flags, "--ignore-env"]);
  });
}
