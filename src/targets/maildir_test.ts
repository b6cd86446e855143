import { assertEquals, assertRejects } from "@std/assert";
import { openMaildir } from "./maildir.ts";

async function withMaildir(
  test: (folder: string, put: (name: string, mail: string) => Promise<void>) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  try {
    for (const part of ["new", "cur", "tmp"]) await Deno.mkdir(`${folder}/${part}`);
    await test(folder, (name, mail) => Deno.writeTextFile(`${folder}/${name}`, mail));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openMaildir() finds what came since, in new and cur, and leaves aside what was there", async () => {
  await withMaildir(async (folder, put) => {
    await put("new/1", "A: old\n\ntoken");
    const mailbox = await openMaildir(folder);
    await put("new/2", "A: new\n\ntoken");
    await put("cur/3:2,S", "A: seen\n\ntoken");
    await put("tmp/4", "A: unfinished\n\ntoken");
    await put("new/5", "A: other\n\nanother");
    const found = await mailbox.find("token");
    assertEquals(found.flatMap(({ header }) => header.map(({ value }) => value)).sort(), ["new", "seen"]);
    assertEquals(await mailbox.find("nothing"), []);
  });
});

Deno.test("openMaildir() knows an old message again that a reader moved to cur", async () => {
  await withMaildir(async (folder, put) => {
    await put("new/1", "A: old\n\ntoken");
    const mailbox = await openMaildir(folder);
    await Deno.rename(`${folder}/new/1`, `${folder}/cur/1:2,S`);
    assertEquals(await mailbox.find("token"), []);
  });
});

Deno.test("openMaildir() takes a Maildir that is made with the first message", async () => {
  await withMaildir(async (folder) => {
    const mailbox = await openMaildir(`${folder}/later`);
    assertEquals(await mailbox.find("token"), []);
    await Deno.mkdir(`${folder}/later/new`, { recursive: true });
    await Deno.writeTextFile(`${folder}/later/new/1`, "A: 1\n\ntoken");
    assertEquals((await mailbox.find("token")).length, 1);
  });
});

Deno.test("openMaildir() counts what was seen to come, and leaves so much aside when it is told to", async () => {
  await withMaildir(async (folder, put) => {
    await put("new/1", "A: old\n\ntoken");
    const mailbox = await openMaildir(folder);
    assertEquals(mailbox.seen, 0);
    await put("new/3", "A: first\n\ntoken");
    assertEquals((await mailbox.find("token")).length, 1);
    assertEquals(mailbox.seen, 1);
    await put("new/2", "A: second\n\ntoken"); // its name is no sign of when it came
    const found = await Promise.all([mailbox.find("token", 1), mailbox.find("token", 1), mailbox.find("token")]);
    assertEquals(found.map((mails) => mails.map(({ header }) => header[0]?.value)), [
      ["second"],
      ["second"],
      ["second", "first"],
    ]);
    await Deno.rename(`${folder}/new/2`, `${folder}/cur/2:2,S`);
    assertEquals([(await mailbox.find("token", 1)).length, mailbox.seen], [1, 2]);
  });
});

Deno.test("openMaildir() finds what is too large to be kept, again and again", async () => {
  await withMaildir(async (folder, put) => {
    const mailbox = await openMaildir(folder);
    await put("new/1", `A: 1\n\n${"x".repeat(200_000)}token\n`);
    for (const turn of [1, 2]) assertEquals((await mailbox.find("token")).length, 1, `turn ${turn}`);
  });
});

Deno.test("openMaildir() keeps octets above 127 as they are", async () => {
  await withMaildir(async (folder) => {
    const mailbox = await openMaildir(folder);
    await Deno.writeFile(`${folder}/new/1`, new Uint8Array([0x41, 0x3a, 0x0a, 0x0a, 0xff, 0x80]));
    assertEquals((await mailbox.find("A")).map(({ body }) => body), ["\xff\x80"]);
  });
});

Deno.test("openMaildir() rejects for a file in the place of a folder", async () => {
  await withMaildir(async (folder, put) => {
    await put("new/1", "");
    await assertRejects(() => openMaildir(`${folder}/new/1`), Error);
  });
});
