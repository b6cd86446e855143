import { assert, assertEquals } from "@std/assert";
import { lookUp } from "./look_up.ts";

Deno.test("lookUp() gives the addresses of a name, each once", async () => {
  const found = await lookUp("localhost");
  assertEquals(found.kind, "found");
  if (found.kind !== "found") return;
  assert(found.addresses.every((address) => ["127.0.0.1", "::1"].includes(address)), found.addresses.join());
  assertEquals(new Set(found.addresses).size, found.addresses.length);
});

Deno.test("lookUp() says that Deno did not allow it", async () => {
  const { state } = await Deno.permissions.query({ name: "net", host: "mx.invalid" });
  if (state === "granted") return; // The tests of the project do not run with this permission.
  assertEquals(await lookUp("mx.invalid"), {
    kind: "denied",
    why: "Deno was not allowed to look up the name mx.invalid (--allow-net=mx.invalid)",
  });
});
