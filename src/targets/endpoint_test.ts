import { assertEquals } from "@std/assert";
import { messageOf } from "../testing/problems.ts";
import type { Role } from "../smtp/role.ts";
import { endpointsOf, gatherHosts, type Listener } from "./endpoint.ts";

const at = (role: Role, host: string, port = 25): Listener => ({ role, address: { host, port } });
const socket: Listener = { role: "lmtp", address: { path: "/run/lmtp.sock" } };

Deno.test("endpointsOf() names the endpoints of one host by their roles", () => {
  const [mx, submission] = [at("mx", "mx.test"), at("submission", "mx.test", 587)];
  assertEquals(endpointsOf([{ name: "mx.test", listeners: [mx, submission] }]), [
    { ...mx, name: "mx", host: "mx.test", tlsName: "mx.test" },
    { ...submission, name: "submission", host: "mx.test", tlsName: "mx.test" },
  ]);
});

Deno.test("endpointsOf() names the endpoints of several hosts by role and host", () => {
  const hosts = ["mx1.test", "mx2.test"].map((name) => ({ name, listeners: [at("mx", name)] }));
  assertEquals(endpointsOf(hosts).map(({ name, tlsName }) => [name, tlsName]), [
    ["mx@mx1.test", "mx1.test"],
    ["mx@mx2.test", "mx2.test"],
  ]);
});

Deno.test("gatherHosts() gathers by host, in capitals or not, in the order in which they come", () => {
  const [one, two, three] = [at("mx", "mx1.test"), at("mx", "mx2.test"), at("submission", "MX1.test", 587)];
  assertEquals(gatherHosts([one, two, three]), [
    { name: "mx1.test", listeners: [one, three] },
    { name: "mx2.test", listeners: [two] },
  ]);
});

Deno.test("gatherHosts() gives a socket to the first host, wherever it stands", () => {
  const [one, two] = [at("mx", "mx1.test"), at("mx", "mx2.test")];
  assertEquals(gatherHosts([socket, one, two]), [
    { name: "mx1.test", listeners: [socket, one] },
    { name: "mx2.test", listeners: [two] },
  ]);
  assertEquals(gatherHosts([socket]), [{ name: "localhost", listeners: [socket] }]);
});

Deno.test("gatherHosts() says which role a host has twice", () => {
  const again = [at("mx", "mx1.test"), at("mx", "mx2.test"), at("mx", "mx1.test", 2525)];
  assertEquals(messageOf(gatherHosts(again)), "Two targets are of the role mx on the host mx1.test");
  assertEquals(
    messageOf(gatherHosts([at("lmtp", "mx1.test", 24), socket])),
    "Two targets are of the role lmtp on the host mx1.test",
  );
});
