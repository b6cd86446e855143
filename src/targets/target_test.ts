import { assertEquals } from "@std/assert";
import { makeTarget } from "../testing/samples.ts";
import type { Addresses } from "./addresses.ts";
import { endpointsOf, type Listener } from "./endpoint.ts";
import { isLoopback } from "./target.ts";

const targetAt = (...listeners: readonly Listener[]) =>
  makeTarget({ endpoints: endpointsOf([{ name: "mx.test", listeners }]) });

/** Where the names lead. */
const addresses: Addresses = new Map(
  Object.entries({
    localhost: ["127.0.0.1", "::1"],
    "mx.test": ["192.0.2.1"],
    "here.test": ["127.0.0.2"],
    "half.test": ["127.0.0.1", "192.0.2.1"],
    "127.1": ["127.0.0.1"],
    "0x7f.1": ["127.0.0.1"],
    "127.0.0.1.example.org": ["192.0.2.1"],
    "localhost.example.org": ["192.0.2.1"],
  }).map(([host, found]) => [host, { kind: "found", addresses: found }]),
);

const hosts: readonly (readonly [host: string, isLocal: boolean])[] = [
  ["127.0.0.1", true],
  ["127.1.2.3", true],
  ["::1", true],
  ["localhost", true],
  ["LOCALHOST", true],
  ["here.test", true],
  ["127.1", true],
  ["0x7f.1", true],
  ["::ffff:127.0.0.1", true],
  ["::ffff:7f01:203", true],
  ["0:0:0:0:0:0:0:1", true],
  ["mx.test", false],
  ["half.test", false], // every address has to be here
  ["nowhere.test", false],
  ["127.2", false], // nobody looked it up
  ["::ffff:10.0.0.1", false],
  ["::127.0.0.1", false],
  ["64:ff9b::7f00:1", false],
  ["0.0.0.0", false],
  ["10.0.0.1", false],
  ["128.0.0.1", false],
  ["127.0.0.1.example.org", false],
  ["localhost.example.org", false],
];

for (const [host, isLocal] of hosts) {
  Deno.test(`isLoopback() says ${isLocal} of ${host}`, () => {
    assertEquals(isLoopback({ ...targetAt({ role: "mx", address: { host, port: 25 } }), addresses }), isLocal);
  });
}

Deno.test("isLoopback() wants every endpoint here; a socket is", () => {
  const socket = { role: "lmtp", address: { path: "/run/lmtp.sock" } } as const;
  const far = { role: "mx", address: { host: "mx.test", port: 25 } } as const;
  assertEquals(isLoopback(targetAt(socket)), true);
  assertEquals(isLoopback(targetAt(socket, far)), false);
});
