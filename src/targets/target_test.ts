import { assertEquals } from "@std/assert";
import { makeTarget } from "../testing/samples.ts";
import { endpointsOf, type Listener } from "./endpoint.ts";
import { isLoopback } from "./target.ts";

const targetAt = (...listeners: readonly Listener[]) =>
  makeTarget({ endpoints: endpointsOf([{ name: "mx.test", listeners }]) });

const hosts: readonly (readonly [host: string, isLocal: boolean])[] = [
  ["127.0.0.1", true],
  ["127.1.2.3", true],
  ["::1", true],
  ["localhost", true],
  ["mx.test", false],
  ["10.0.0.1", false],
  ["128.0.0.1", false],
  ["127.0.0.1.example.org", false],
  ["localhost.example.org", false],
];

for (const [host, isLocal] of hosts) {
  Deno.test(`isLoopback() says ${isLocal} of ${host}`, () => {
    assertEquals(isLoopback(targetAt({ role: "mx", address: { host, port: 25 } })), isLocal);
  });
}

Deno.test("isLoopback() wants every endpoint here; a socket is", () => {
  const socket = { role: "lmtp", address: { path: "/run/lmtp.sock" } } as const;
  const far = { role: "mx", address: { host: "mx.test", port: 25 } } as const;
  assertEquals(isLoopback(targetAt(socket)), true);
  assertEquals(isLoopback(targetAt(socket, far)), false);
});
