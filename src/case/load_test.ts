import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { makeLink, makePipe } from "../testing/disk.ts";
import { withFolder } from "../testing/smtpspec_process.ts";
import { makeSource } from "../base/source.ts";
import { concat, utf8 } from "../base/octets.ts";
import { catalogueIn, hashCases, loadCases } from "./load.ts";

const good = "title: T\ncases:\n  - {id: one, must: do it, send: NOOP, reply: 250}\n";
const rfc = `rfc: 5321\ntitle: SMTP\nsections: {"4.2": Replies}\n`;
const requirement = "{id: a, section: 4.2, level: must, actor: server, says: S., observe: session, area: x}";

/** Loads cases out of a folder of its own with these files; "requirements" is the catalogue. */
async function load(
  files: Readonly<Record<string, string | Uint8Array>>,
  { label = "cases", wants }: { readonly label?: string; readonly wants?: (topic: string) => boolean } = {},
) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/requirements`);
    for (const [name, content] of Object.entries(files)) {
      const path = `${folder}/${name}`;
      await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
    }
    const loaded = await loadCases(
      [{ path: folder, under: folder, label }],
      catalogueIn(`${folder}/requirements`),
      wants,
    );
    const messages = loaded.problems.map(({ message, span }) => `${span.source.path}: ${message}`);
    return { ...loaded, messages, ids: loaded.cases.map(({ id }) => id) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("loadCases() reads the YAML files of all folders, sorted, and leaves the catalogue aside", async () => {
  const { ids, messages, sources, catalogue } = await load({
    "b/two.yml": good,
    "a/one.yaml": good,
    "a/deep/er.yaml": good,
    "a/README.md": "no case",
    "requirements/rfc5321.yaml": `${rfc}requirements: [${requirement}]\n`,
  });
  assertEquals(messages, []);
  assertEquals(ids, ["a/deep/er/one", "a/one/one", "b/two/one"]);
  assertEquals(sources.map(({ path }) => path), ["cases/a/deep/er.yaml", "cases/a/one.yaml", "cases/b/two.yml"]);
  assertEquals([...catalogue.requirements.keys()], ["a"]);
});

Deno.test("loadCases() reads of files that are not wanted only the text, and only the RFCs that are named", async () => {
  const { ids, messages, sources, catalogue } = await load({
    "a/one.yaml": good.replace("send", "rfc: RFC 5321 §4.2, send"),
    "a/two.yaml": good.replace("send", "requirement: [1-4.2-a], send"),
    "b/three.yaml": "broken: [",
    "requirements/rfc1.yaml": "rfc: 1\ntitle: One\nsections: {}\nrequirements: []\n",
    "requirements/rfc2.yaml": "broken: [",
    "requirements/rfc5321.yaml": `${rfc}requirements: [${requirement}]\n`,
  }, { wants: (topic) => topic.startsWith("a/") });
  assertEquals(messages, [`cases/a/two.yaml: The catalogue has no requirement "1-4.2-a"`]);
  assertEquals(ids, ["a/one/one", "a/two/one"]);
  assertEquals(sources.map(({ path }) => path), ["cases/a/one.yaml", "cases/a/two.yaml", "cases/b/three.yaml"]);
  assertEquals([...catalogue.rfcs.keys()].sort(), [1, 5321]);
});

Deno.test("loadCases() collects the problems of all files", async () => {
  const { messages } = await load({ "a.yaml": "cases: []", "b.yaml": "title: [", "c.yaml": "" });
  assertEquals(messages, [
    `cases/a.yaml: A case file needs a "title"`,
    `cases/a.yaml: A case file needs "cases", a list`,
    "cases/b.yaml: Cannot read YAML: a bracket is not closed",
    "cases/c.yaml: Cannot read an empty file",
  ]);
});

Deno.test("loadCases() refuses a file over 1 MB and one that is not UTF-8", async () => {
  const { messages, ids } = await load({
    "a.yaml": new Uint8Array(1_000_001),
    "b.yaml": new Uint8Array([0x61, 0xff]),
    "c.yaml": good,
  });
  assertEquals(messages, [
    "cases/a.yaml: Cannot read this file: it has 1000001 octets, and 1000000 is the limit",
    "cases/b.yaml: Cannot read a file that is not UTF-8",
  ]);
  assertEquals(ids, ["c/one"]);
});

Deno.test("loadCases() refuses a pipe that nobody writes to, and reads the files beside it", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/requirements`);
    await makePipe(`${folder}/a.yaml`);
    await makeLink("/dev/zero", `${folder}/b.yaml`); // links in a folder are left aside
    await Deno.writeTextFile(`${folder}/c.yaml`, good);
    const load = (path: string) =>
      loadCases([{ path, under: folder, label: "cases" }], catalogueIn(`${folder}/requirements`));
    const refused = ["cases/a.yaml: Cannot read this file: it is a pipe or a device, not a file"];
    for (const [path, ids] of [[folder, ["c/one"]], [`${folder}/a.yaml`, []]] as const) {
      const { problems, cases } = await load(path);
      assertEquals(problems.map(({ message, span }) => `${span.source.path}: ${message}`), refused);
      assertEquals<readonly string[]>(cases.map(({ id }) => id), ids);
    }
  });
});

Deno.test("loadCases() reads a file with a byte order mark", async () => {
  assertEquals((await load({ "a.yaml": `\ufeff${good}` })).messages, []);
});

Deno.test("loadCases() refuses an id that two files give", async () => {
  const { messages } = await load({ "a.yaml": good, "a.yml": good });
  assertEquals(messages, [`cases/a.yml: The id "a/one" stands in cases/a.yaml too`]);
});

Deno.test("loadCases() refuses a requirement that stands twice", async () => {
  const { messages } = await load({ "requirements/a.yaml": `${rfc}requirements: [${requirement}, ${requirement}]\n` });
  assertEquals(messages, [`requirements/a.yaml: The requirement "a" stands twice in the catalogue`]);
});

Deno.test("loadCases() rejects for a path that is not there", async () => {
  await assertRejects(
    () => loadCases([{ path: "nowhere.yaml", under: "", label: "" }], catalogueIn("src/testdata")),
    Deno.errors.NotFound,
  );
});

Deno.test("hashCases() depends on each file's text", async () => {
  const hash = (...texts: string[]) => hashCases(texts.map((text) => makeSource("a.yaml", text)));
  assertEquals(await hash("a", "b"), await hash("a", "b"));
  assertEquals((await hash("a")).length, 64);
  assertNotEquals(await hash("a", "b"), await hash("b", "a"));
  assertNotEquals(await hash("a", "b"), await hash("ab"));
});

Deno.test("loadCases() makes problems or cases of files of any octets", async () => {
  const octets = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.uint8Array({ maxLength: 8 }).map((some) => concat([utf8(good), some])),
    fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([at, octet]) => utf8(good).with(at, octet)),
  );
  const files = fc.sample(octets, { seed: 5321, numRuns: 300 })
    .map((content, at) => [`f${at}.yaml`, new Uint8Array(content)] as const);
  const { cases, problems } = await load(Object.fromEntries(files));
  const spoken = new Set([...cases, ...problems].map(({ span }) => span.source.path));
  assertEquals(files.filter(([name]) => !spoken.has(`cases/${name}`)), []);
});
