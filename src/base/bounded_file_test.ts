import { assert, assertEquals, assertRejects } from "@std/assert";
import { makeLink, makePipe } from "../testing/disk.ts";
import { withFolder } from "../testing/smtpspec_process.ts";
import { latin1Text } from "./octets.ts";
import { type Bounds, readBounded } from "./bounded_file.ts";

const sizes: readonly (readonly [octets: number, most: number])[] = [[0, 0], [0, 10], [10, 10], [200_000, 200_000]];
for (const [octets, most] of sizes) {
  Deno.test(`readBounded() reads ${octets} octets where ${most} are the limit`, async () => {
    await withFolder(async (folder) => {
      const text = "\0".repeat(octets);
      await Deno.writeTextFile(`${folder}/a`, text);
      for (const  of of["file", "any"] as const) {
        const read = await readBounded(`${folder}/a`, { most, of });
        assert(!("kind" in read));
        assertEquals(latin1Text(read), text);
      }
    });
  });
}

const unfit: readonly (readonly [says: string, path: string, bounds: Bounds, why: string])[] = [
  ["a file above its limit", "large", { most: 10, of: "file" }, "it has 11 octets, and 10 is the limit"],
  ["a file of gigabytes at once", "huge", { most: 10, of: "any" }, "it has 8589934592 octets, and 10 is the limit"],
  ["a folder", "folder", { most: 10, of: "file" }, "it is a folder"],
  ["a folder where anything is read", "folder", { most: 10, of: "any" }, "it is a folder"],
  ["a pipe that nobody writes to", "pipe", { most: 10, of: "file" }, "it is a pipe or a device, not a file"],
  ["a device that never ends", "/dev/zero", { most: 10, of: "file" }, "it is a pipe or a device, not a file"],
  [
    "a device that never ends, where anything is read",
    "/dev/zero",
    { most: 10_000_000, of: "any" },
    "it has more than 10000000 octets, and 10000000 is the limit",
  ],
];

for (const [says, path, bounds, why] of unfit) {
  Deno.test(`readBounded() refuses ${says}`, async () => {
    await withFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/large`, "x".repeat(11));
      await Deno.writeTextFile(`${folder}/huge`, "");
      await Deno.truncate(`${folder}/huge`, 8 * 2 ** 30);
      await Deno.mkdir(`${folder}/folder`);
      await makePipe(`${folder}/pipe`);
      assertEquals<unknown>(await readBounded(path.startsWith("/") ? path : `${folder}/${path}`, bounds), {
        kind: "problem",
        message: why,
      });
    });
  });
}

Deno.test("readBounded() reads what somebody writes to a pipe, where anything is read", async () => {
  await withFolder(async (folder) => {
    await makePipe(`${folder}/pipe`);
    const [read] = await Promise.all([
      readBounded(`${folder}/pipe`, { most: 100, of: "any" }),
      Deno.writeTextFile(`${folder}/pipe`, "250 OK"),
    ]);
    assert(!("kind" in read));
    assertEquals(latin1Text(read), "250 OK");
  });
});

Deno.test("readBounded() rejects for what is not there, and for links in a circle", async () => {
  await withFolder(async (folder) => {
    await makeLink("one", `${folder}/other`);
    await makeLink("other", `${folder}/one`);
    await assertRejects(() => readBounded(`${folder}/none`, { most: 10, of: "file" }), Deno.errors.NotFound);
    await assertRejects(() => readBounded(`${folder}/one`, { most: 10, of: "any" }), Error);
  });
});
