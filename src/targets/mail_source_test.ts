import { assertEquals } from "@std/assert";
import { withFolder } from "../testing/smtpspec_process.ts";
import {
  accessTo,
  flagOf,
  mailSourceKinds,
  mailSources,
  needsOf,
  sourceOfFlag,
  type Surroundings,
} from "./mail_source.ts";

/** What a Maildir needs to be opened: nothing. */
const around: Surroundings = { variables: new Map(), pass: undefined, addresses: new Map(), ca: undefined };

for (const kind of mailSourceKinds) {
  Deno.test(`the mail source ${kind} has a key and a flag of its own name`, () => {
    assertEquals(Object.hasOwn(mailSources[kind].keys, kind), true);
    assertEquals(mailSources[kind].flag.name, kind);
  });
}

Deno.test("needsOf() of a Maildir is to read its folder", () => {
  assertEquals(needsOf(sourceOfFlag("maildir", "/srv/mx")), { read: ["/srv/mx"], places: [], env: [] });
});

Deno.test("needsOf() of a mailbox over IMAP is to connect to its server and to read a variable", () => {
  const source = sourceOfFlag("imap", "imaps://a@mx.test", { pass: "env WORD" });
  const { read, places, env } = needsOf(source);
  assertEquals([read, places.map(({ host, port }) => `${host} ${port}`), env], [[], ["mx.test 993"], ["WORD"]]);
});

Deno.test("accessTo() a mailbox over IMAP takes its own password, or else that for AUTH", () => {
  const known = { ...around, variables: new Map([["WORD", "own"]]), pass: "of AUTH" };
  const secretsOf = (others: Record<string, string>) =>
    accessTo(sourceOfFlag("imap", "imaps://a@mx.test", others), { setting: "--imap", around: known }).secrets;
  assertEquals([secretsOf({ pass: "env WORD" }), secretsOf({})], [["own"], ["of AUTH"]]);
});

Deno.test("accessTo() a mailbox over IMAP says what is missing before it connects", async () => {
  const access = accessTo(sourceOfFlag("imap", "imaps://a@mx.test"), { setting: "--imap", around });
  assertEquals(await access.findMissing(), {
    why: "it has no password",
    hint: "name its environment variable",
    isForNow: false,
  });
  const lost = accessTo(sourceOfFlag("imap", "imaps://a@mx.test"), {
    setting: "--imap",
    around: { ...around, pass: "word", addresses: new Map([["mx.test", { kind: "unreachable", why: "it is lost" }]]) },
  });
  assertEquals(await lost.findMissing(), { why: "it is lost", hint: "", isForNow: false });
  assertEquals(await (await lost.open()).find("x"), { kind: "problem", message: "it is lost" });
});

Deno.test("accessTo() opens the mailbox that a source describes", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const access = accessTo(sourceOfFlag("maildir", folder), { setting: "--maildir", around });
    const mailbox = await access.open();
    await Deno.mkdir(`${folder}/new`);
    await Deno.writeTextFile(`${folder}/new/1`, "A: 1\n\nbody\n");
    assertEquals(await mailbox.find("body"), [{ header: [{ name: "A", value: "1", raw: "A: 1" }], body: "body\n" }]);
    assertEquals(access.secrets, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("accessTo() gives the words for people, and says that a folder is missing", async () => {
  await withFolder(async (folder) => {
    const accessAt = (path: string) => accessTo(sourceOfFlag("maildir", path), { setting: flagOf("maildir"), around });
    await Deno.writeTextFile(`${folder}/file`, "");
    const { name, setting } = accessAt(folder);
    assertEquals([name, setting], ["Maildir", "--maildir"]);
    const missing = await Promise.all(
      [folder, `${folder}/none`, `${folder}/file`, `${folder}/file/below`].map((path) => accessAt(path).findMissing()),
    );
    assertEquals(missing.map((each) => each?.why), [
      undefined,
      `there is no folder "${folder}/none"`,
      `"${folder}/file" is no folder`,
      `there is no folder "${folder}/file/below"`,
    ]);
  });
});
