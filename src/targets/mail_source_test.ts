import { assertEquals } from "@std/assert";
import { withFolder } from "../testing/smtpspec_process.ts";
import { accessTo, flagOf, mailSourceKinds, mailSources, needsOf, sourceOfFlag } from "./mail_source.ts";

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
    const access = accessTo(sourceOfFlag("maildir", folder), "--maildir");
    const mailbox = await access.open();
    await Deno.mkdir(`${folder}/new`);
    await Deno.writeTextFile(`${folder}/new/1`, "A: 1\n\nbody\n");
    assertEquals(await mailbox.find("body"), [{ header: [{ name: "A", value: "1" }], body: "body\n" }]);
    assertEquals(access.secrets, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("accessTo() gives the words for people, and says that a folder is missing", async () => {
  await withFolder(async (folder) => {
    const accessAt = (path: string) => accessTo(sourceOfFlag("maildir", path), flagOf("maildir"));
    await Deno.writeTextFile(`${folder}/file`, "");
    const { name, setting } = accessAt(folder);
    assertEquals([name, setting], ["Maildir", "--maildir"]);
    const missing = await Promise.all(
      [folder, `${folder}/none`, `${folder}/file`, `${folder}/file/below`].map((path) => accessAt(path).findMissing()),
    );
    assertEquals(missing, [
      undefined,
      `there is no folder "${folder}/none"`,
      `"${folder}/file" is no folder`,
      `there is no folder "${folder}/file/below"`,
    ]);
  });
});
