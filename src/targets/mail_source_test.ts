import { assertEquals } from "@std/assert";
import { accessTo, mailSourceKinds, mailSources, needsOf, sourceOfFlag } from "./mail_source.ts";

for (const kind of mailSourceKinds) {
  Deno.test(`the mail source ${kind} has a key and a flag of its own name`, () => {
    assertEquals(Object.hasOwn(mailSources[kind].keys, kind), true);
    assertEquals(mailSources[kind].flag.name, kind);
  });
}

Deno.test("needsOf() of a Maildir is to read its folder", () => {
  assertEquals(needsOf(sourceOfFlag("maildir", "/srv/mx")), { read: ["/srv/mx"], net: [], env: [] });
});

Deno.test("accessTo() opens the mailbox that a source describes", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const access = accessTo(sourceOfFlag("maildir", folder));
    const mailbox = await access.open();
    await Deno.mkdir(`${folder}/new`);
    await Deno.writeTextFile(`${folder}/new/1`, "A: 1\n\nbody\n");
    assertEquals(await mailbox.find("body"), [{ header: [{ name: "A", value: "1" }], body: "body\n" }]);
    assertEquals(access.secrets, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
