import { assert, assertEquals, assertStringIncludes, fail } from "@std/assert";
import { makeLink, makePipe } from "../testing/disk.ts";
import { withFolder } from "../testing/smtpspec_process.ts";
import type { DeliveredMail, Mailbox, SearchOptions } from "./mailbox.ts";
import { openMaildir } from "./maildir.ts";

async function withMaildir(
  test: (folder: string, put: (name: string, mail: string) => Promise<void>) => Promise<void>,
) {
  await withFolder(async (folder) => {
    for (const part of ["new", "cur", "tmp"]) await Deno.mkdir(`${folder}/${part}`);
    await test(folder, (name, mail) => Deno.writeTextFile(`${folder}/${name}`, mail));
  });
}

/** Searches a mailbox that can be searched. */
async function search(mailbox: Mailbox, text: string, options: SearchOptions = {}): Promise<DeliveredMail[]> {
  const found = await mailbox.find(text, options);
  return Array.isArray(found) ? found : fail(found.message);
}

Deno.test("openMaildir() finds what came since, in new and cur, and leaves aside what was there", async () => {
  await withMaildir(async (folder, put) => {
    await put("new/1", "A: old\n\ntoken");
    const mailbox = await openMaildir(folder);
    await put("new/2", "A: new\n\ntoken");
    await put("cur/3:2,S", "A: seen\n\ntoken");
    await put("tmp/4", "A: unfinished\n\ntoken");
    await put("new/5", "A: other\n\nanother");
    const found = await search(mailbox, "token");
    assertEquals(found.flatMap(({ header }) => header.map(({ value }) => value)).sort(), ["new", "seen"]);
    assertEquals(await search(mailbox, "nothing"), []);
  });
});

Deno.test("openMaildir() knows an old message again that a reader moved to cur", async () => {
  await withMaildir(async (folder, put) => {
    await put("new/1", "A: old\n\ntoken");
    const mailbox = await openMaildir(folder);
    await Deno.rename(`${folder}/new/1`, `${folder}/cur/1:2,S`);
    assertEquals(await search(mailbox, "token"), []);
  });
});

Deno.test("openMaildir() takes a Maildir that is made with the first message", async () => {
  await withMaildir(async (folder) => {
    const mailbox = await openMaildir(`${folder}/later`);
    assertEquals(await search(mailbox, "token"), []);
    await Deno.mkdir(`${folder}/later/new`, { recursive: true });
    await Deno.writeTextFile(`${folder}/later/new/1`, "A: 1\n\ntoken");
    assertEquals((await search(mailbox, "token")).length, 1);
  });
});

Deno.test("openMaildir() counts what has arrived, and leaves so much aside where that is wanted", async () => {
  await withMaildir(async (folder, put) => {
    await put("new/1", "A: old\n\ntoken");
    const mailbox = await openMaildir(folder);
    assertEquals(mailbox.arrived, 0);
    await put("new/3", "A: first\n\ntoken");
    assertEquals((await search(mailbox, "token")).length, 1);
    assertEquals(mailbox.arrived, 1);
    await put("new/2", "A: second\n\ntoken"); // its name is no sign of when it came
    const found = await Promise.all([
      search(mailbox, "token", { after: 1 }),
      search(mailbox, "token", { after: 1 }),
      search(mailbox, "token"),
    ]);
    assertEquals(found.map((mails) => mails.map(({ header }) => header[0]?.value)), [
      ["second"],
      ["second"],
      ["second", "first"],
    ]);
    await Deno.rename(`${folder}/new/2`, `${folder}/cur/2:2,S`);
    assertEquals([(await search(mailbox, "token", { after: 1 })).length, mailbox.arrived], [1, 2]);
  });
});

Deno.test("openMaildir() finds what is too large to be kept, again and again", async () => {
  await withMaildir(async (folder, put) => {
    const mailbox = await openMaildir(folder);
    await put("new/1", `A: 1\n\n${"x".repeat(200_000)}token\n`);
    for (const turn of [1, 2]) assertEquals((await search(mailbox, "token")).length, 1, `turn ${turn}`);
  });
});

Deno.test("openMaildir() keeps octets above 127 as they are", async () => {
  await withMaildir(async (folder) => {
    const mailbox = await openMaildir(folder);
    await Deno.writeFile(`${folder}/new/1`, new Uint8Array([0x41, 0x3a, 0x0a, 0x0a, 0xff, 0x80]));
    assertEquals((await search(mailbox, "A")).map(({ body }) => body), ["\xff\x80"]);
  });
});

Deno.test("openMaildir() gives a mailbox that says why it cannot be searched, where it is no folder", async () => {
  await withMaildir(async (folder, put) => {
    await put("new/1", "");
    await makeLink("circle", `${folder}/circle`);
    for (const [name, reason] of [["new/1", "Not a directory"], ["circle", "symbolic links"]]) {
      const mailbox = await openMaildir(`${folder}/${name}`);
      const found = await mailbox.find("token");
      assert("kind" in found && found.message.includes(reason ?? ""), JSON.stringify(found));
      assertEquals(mailbox.arrived, 0);
    }
  });
});

/** What others may do to a folder of mail between two looks, or while it is looked at. */
const changes: readonly (readonly [says: string, change: (folder: string) => Promise<void>])[] = [
  ["is a pipe that nobody writes to", (folder) => makePipe(`${folder}/new/2`)],
  ["is a folder", (folder) => Deno.mkdir(`${folder}/new/2`)],
  ["is a link in a circle", (folder) => makeLink("2", `${folder}/new/2`)],
  ["is a link to a device that never ends", (folder) => makeLink("/dev/zero", `${folder}/new/2`)],
  ["is larger than any mail", async (folder) => {
    await Deno.writeTextFile(`${folder}/new/2`, "token");
    await Deno.truncate(`${folder}/new/2`, 2 ** 33);
  }],
];

for (const [says, change] of changes) {
  Deno.test(`openMaildir() leaves aside what ${says}, also where a message stood before`, async () => {
    await withMaildir(async (folder, put) => {
      const mailbox = await openMaildir(folder);
      await put("new/1", "A: 1\n\ntoken");
      await put("new/2", `A: 2\n\n${"x".repeat(200_000)}token`); // read anew each time
      assertEquals((await search(mailbox, "token")).length, 2);
      await Deno.remove(`${folder}/new/2`);
      await change(folder);
      assertEquals((await search(mailbox, "token")).map(({ header }) => header[0]?.value), ["1"]);
    });
  });
}

Deno.test("openMaildir() finds what is left when messages vanish while they are read", async () => {
  await withMaildir(async (folder, put) => {
    const mailbox = await openMaildir(folder);
    const names = Array.from({ length: 200 }, (_, index) => `new/${index}`);
    for (const name of names) await put(name, "A: 1\n\ntoken");
    const looking = mailbox.find("token");
    for (const name of names.slice(1)) await Deno.remove(`${folder}/${name}`);
    assert(Array.isArray(await looking));
    assertEquals(await search(mailbox, "other"), []);
    await Deno.remove(folder, { recursive: true });
    assertEquals(await search(mailbox, "other"), []);
    await Deno.mkdir(folder);
  });
});

const spoiled: readonly (readonly [says: string, spoil: (folder: string) => Promise<void>, reason: string])[] = [
  ["a file stands in the place of new", (folder) => Deno.writeTextFile(`${folder}/new`, ""), "new"],
  ["new is a link in a circle", (folder) => makeLink("new", `${folder}/new`), "new"],
];

for (const [says, spoil, reason] of spoiled) {
  Deno.test(`openMaildir() cannot search where ${says}, and says so`, async () => {
    await withMaildir(async (folder) => {
      const mailbox = await openMaildir(folder);
      await Deno.remove(`${folder}/new`);
      await spoil(folder);
      const found = await mailbox.find("token");
      assert("kind" in found, "it was searched");
      assertStringIncludes(found.message, reason);
      assert(!found.message.includes(folder), found.message);
    });
  });
}

Deno.test("openMaildir() cannot say what was delivered while a message cannot be read", async () => {
  await withMaildir(async (folder, put) => {
    const mailbox = await openMaildir(folder);
    await put("new/1", "A: 1\n\ntoken");
    await put("new/2", "A: 2\n\ntoken");
    await Deno.chmod(`${folder}/new/2`, 0);
    const mayReadAll = await Deno.readFile(`${folder}/new/2`).then(() => true, () => false);
    const found = await mailbox.find("token");
    if (mayReadAll) assert(Array.isArray(found)); // root may
    else assert("kind" in found && found.message.includes("new/2"), JSON.stringify(found));
  });
});

Deno.test("openMaildir() gives up when it is told to, whatever it waits for", async () => {
  await withMaildir(async (folder, put) => {
    const mailbox = await openMaildir(folder);
    const late = { kind: "problem", message: "it was not read to its end in time" };
    assertEquals<unknown>(await mailbox.find("token", { signal: AbortSignal.abort() }), late);
    for (let index = 0; index < 500; index++) await put(`new/${index}`, "A: 1\n\ntoken");
    const limit = new AbortController();
    const looking = mailbox.find("token", { signal: limit.signal });
    limit.abort();
    assertEquals<unknown>(await looking, late);
    assertEquals((await search(mailbox, "token")).length, 500);
  });
});
