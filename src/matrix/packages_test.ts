import { assertEquals } from "@std/assert";
import { findStore, readPlan } from "./packages.ts";
import type { ServerSetup } from "./server_setup.ts";

Deno.test("readPlan() gives what would be installed or replaced, and nothing else", () => {
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

const setup: ServerSetup = {
  name: "mta",
  title: "An MTA",
  packages: { from: "debian", names: ["mta", "sasl2-bin"] },
  roles: ["mx"],
  users: [],
  state: [],
  files: () => ({}),
  start: () => "",
  description: [],
};

const stores: readonly (readonly [what: string, packages: string | undefined, version: string | undefined])[] = [
  ["with all named packages", "libc 2\nsasl2-bin 2.1\nmta 1:3.7-1\n", "3.7-1"],
  ["without one of the named packages", "mta 3.7\n", undefined],
  ["without a list of its packages", undefined, undefined],
];

for (const [what, packages, version] of stores) {
  Deno.test(`findStore() finds ${version ?? "nothing"} in a store ${what}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.mkdir(`${folder}/debian-mta/root`, { recursive: true });
      if (packages !== undefined) await Deno.writeTextFile(`${folder}/debian-mta/packages`, packages);
      assertEquals(
        await findStore(setup, folder),
        version === undefined ? undefined : { root: `${folder}/debian-mta/root`, version },
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
