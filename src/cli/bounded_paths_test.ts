/** Whatever stands at a path that a user names: a pipe, a device, gigabytes, a circle. Each command says so, and ends. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { makeLink, makePipe } from "../testing/disk.ts";
import { smtpspec } from "../testing/smtpspec.ts";
import { smallCases, unbroken, withFolder } from "../testing/smtpspec_process.ts";

const nobody = ["run", "127.0.0.1:1", "--cases", smallCases]; // the file is refused before anything is connected
const pipe = "it is a pipe or a device, not a file";
const circle = "too many levels of symbolic links";

const rows: readonly (readonly [args: readonly string[], path: string, reason: string])[] = [
  [["check"], "pipe.yaml", pipe],
  [["check"], "large.yaml", "it has 8589934592 octets, and 1000000 is the limit"],
  [["run"], "device.yaml", pipe],
  [["run", "127.0.0.1:1", "--cases"], "circle.yaml", circle],
  [[...nobody, "--baseline"], "pipe.yaml", pipe],
  [[...nobody, "--ca"], "pipe.yaml", pipe],
  [["render"], "large.yaml", "it has 8589934592 octets, and 250000000 is the limit"],
  [["merge"], "device.yaml", "it has more than 250000000 octets, and 250000000 is the limit"],
  [["baseline"], ".", "it is a folder"],
  [["diff", "/dev/null"], "circle.yaml", "Cannot use"],
];

for (const [args, path, reason] of rows) {
  const words = args.map((word) => word.replace(/.*\//, "")).join(" ");
  Deno.test(`smtpspec ${words} ${path} exits 3 and says what is wrong with the path`, async () => {
    await withFolder(async (folder) => {
      await makePipe(`${folder}/pipe.yaml`);
      await makeLink("/dev/zero", `${folder}/device.yaml`);
      await makeLink("circle.yaml", `${folder}/circle.yaml`);
      await Deno.writeTextFile(`${folder}/large.yaml`, "");
      await Deno.truncate(`${folder}/large.yaml`, 8 * 2 ** 30);
      const { code, out, err } = await smtpspec([...args, `${folder}/${path}`]);
      assertEquals([code, out], [3, ""], err);
      assertStringIncludes(unbroken(err), reason);
    });
  });
}

Deno.test("smtpspec render takes a report out of a pipe", async () => {
  await withFolder(async (folder) => {
    await makePipe(`${folder}/pipe`);
    const [{ code, err }] = await Promise.all([
      smtpspec(["render", `${folder}/pipe`]),
      Deno.writeTextFile(`${folder}/pipe`, "{}"),
    ]);
    assertEquals(code, 3);
    assert(!err.includes("Cannot read"), err);
  });
});
