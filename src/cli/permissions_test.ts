import { assertEquals } from "@std/assert";
import type { Permissions } from "./command.ts";
import { permissionsFor } from "./permissions.ts";
import { shippedCases } from "./shipped_cases.ts";

const nothing: Permissions = { net: [], read: [], write: [], env: [] };
const cases = shippedCases;
const commands: readonly (readonly [line: string, needed: Partial<Permissions>])[] = [
  ["", {}],
  ["--help", {}],
  ["run --help", {}],
  ["rnu smtp://127.0.0.1:25", {}],
  ["run smtp://127.0.0.1:25 --rctp a@mx.test", {}],
  ["run smtp://127.0.0.1:25", { net: ["127.0.0.1:25"], read: [cases] }],
  ["run smtp://mx1.test submission://mx1.test smtp://mx2.test:2525", {
    net: ["mx1.test:25", "mx1.test:587", "mx2.test:2525"],
    read: [cases],
  }],
  ["run smtp://[::1]:25", { net: ["[::1]:25"], read: [cases] }],
  ["run lmtp:///run/mx/lmtp.sock", {
    net: ["unix:/run/mx/lmtp.sock"],
    read: [cases, "/run/mx/lmtp.sock"],
    write: ["/run/mx/lmtp.sock"],
  }],
  ["run smtp://127.0.0.1:25 --baseline known.yaml --shard 1/2 --wait 5s", {
    net: ["127.0.0.1:25"],
    read: [cases, "known.yaml"],
  }],
  ["run mx.test --rcpt a@mx.test --maildir Maildir --ca ca.pem --user a --pass-env PASS --cases own --report tap=t", {
    net: ["mx.test:25"],
    read: [cases, "own", "Maildir", "ca.pem", "t", ".t.part"],
    write: ["t", ".t.part"],
    env: ["PASS"],
  }],
  ["list --cases own", { read: [cases, "own"] }],
  ["explain commands/noop --cases own", { read: [cases, "own"] }],
  ["init 127.0.0.1:2525 submission://127.0.0.1:2587 --output mx.yaml", {
    net: ["127.0.0.1:2525", "127.0.0.1:2587"],
    read: ["mx.yaml", ".mx.yaml.part"],
    write: ["mx.yaml", ".mx.yaml.part"],
  }],
  ["render r.json --report html=r.html --report tap", {
    read: ["r.json", "r.html", ".r.html.part"],
    write: ["r.html", ".r.html.part"],
  }],
  ["baseline r.json", { read: ["r.json"] }],
  ["baseline r.json --output a/known.yaml", {
    read: ["r.json", "a/known.yaml", "a/.known.yaml.part"],
    write: ["a/known.yaml", "a/.known.yaml.part"],
  }],
  ["baseline r.json --update known.yaml", {
    read: ["r.json", "known.yaml", ".known.yaml.part"],
    write: ["known.yaml", ".known.yaml.part"],
  }],
  ["diff a.json b.json", { read: ["a.json", "b.json"] }],
  ["merge a.json b.json --report json=o/c.json", {
    read: ["a.json", "b.json", "o/c.json", "o/.c.json.part"],
    write: ["o/c.json", "o/.c.json.part"],
  }],
  ["check known.yaml", { read: [cases, "known.yaml"] }],
];

for (const [line, needed] of commands) {
  Deno.test(`permissionsFor() gives "${line}" what it needs and no more`, async () => {
    assertEquals(await permissionsFor(line === "" ? [] : line.split(" ")), { ...nothing, ...needed });
  });
}
