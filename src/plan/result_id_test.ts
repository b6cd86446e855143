import { assertEquals } from "@std/assert";
import type { Role } from "../smtp/role.ts";
import { idAt, idsOf, knownIds } from "./result_id.ts";

const caseIn = (id: string, ...ports: Role[]) => ({ id, ports });

Deno.test("idsOf() names the roles where a case declares several", () => {
  assertEquals(idsOf(caseIn("a/b/c")), ["a/b/c"]);
  assertEquals(idsOf(caseIn("a/b/c", "lmtp")), ["a/b/c"]);
  assertEquals(idsOf(caseIn("a/b/c[x]", "mx", "lmtp")), ["a/b/c[x]:mx", "a/b/c[x]:lmtp"]);
});

Deno.test("idAt() names the host unless it is the only one", () => {
  assertEquals(idAt("a/b/c:mx", undefined), "a/b/c:mx");
  assertEquals(idAt("a/b/c:mx", "mx1.test"), "a/b/c:mx@mx1.test");
});

Deno.test("knownIds() gives all ids on all hosts", () => {
  const cases = [caseIn("a/b/c"), caseIn("a/b/d", "mx", "lmtp")];
  const on = (...hosts: string[]) => [...knownIds(cases, { hosts, others: ["replies/lint/code"] })];
  assertEquals(on("mx1"), ["a/b/c", "a/b/d:mx", "a/b/d:lmtp", "replies/lint/code"]);
  assertEquals(on("mx1", "mx2"), [
    ...["a/b/c@mx1", "a/b/d:mx@mx1", "a/b/d:lmtp@mx1", "replies/lint/code@mx1"],
    ...["a/b/c@mx2", "a/b/d:mx@mx2", "a/b/d:lmtp@mx2", "replies/lint/code@mx2"],
  ]);
});
