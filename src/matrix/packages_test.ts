import { assertEquals } from "@std/assert";
import { readPlan } from "./packages.ts";

Deno.test("readPlan() takes what would be installed or replaced, and nothing else", () => {
  const plan = [
    "NOTE: This is only a simulation!",
    "The following NEW packages will be installed:",
    "  postfix",
    "Remv exim4-base [4.96-15]",
    "Inst libsasl2-2 [2.1.28+dfsg-10] (2.1.28+dfsg-10+deb12u1 Debian-Security:12/stable [amd64])",
    "Inst postfix (3.7.11-0+deb12u1 Debian:12.14/oldstable [amd64])",
    "Conf postfix (3.7.11-0+deb12u1 Debian:12.14/oldstable [amd64])",
  ].join("\n");
  assertEquals(readPlan(plan), [
    { name: "libsasl2-2", version: "2.1.28+dfsg-10+deb12u1" },
    { name: "postfix", version: "3.7.11-0+deb12u1" },
  ]);
});
