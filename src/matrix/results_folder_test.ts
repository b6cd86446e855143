import { assertEquals } from "@std/assert";
import { fromFileUrl } from "../cli/paths.ts";
import { matchesGlob } from "../base/glob.ts";
import { renderJson } from "../report/json.ts";
import type { Remedy } from "../software/remedy.ts";
import { softwares } from "../software/software.ts";
import { reportOf } from "../testing/reports.ts";
import { readResults, renderFolder, writePages, writeResults } from "./results_folder.ts";
import type { ServerSetup } from "./server_setup.ts";
import { setups } from "./setups.ts";

const published = fromFileUrl(new URL("../../reports", import.meta.url));
const mostOctets = 120_000; // our choice: what people can still read, and git keeps easily

Deno.test("reports/README.md is what the results in reports/ render to", async () => {
  assertEquals(
    await Deno.readTextFile(`${published}/README.md`),
    await renderFolder(published, setups),
    "reports/README.md differs; deno task matrix --table renders it",
  );
});

for (const setup of setups) {
  Deno.test(`the published results of ${setup.name} can be read, are of the whole suite, and are small`, async () => {
    const report = await readResults(published, setup);
    assertEquals(report?.complete, true);
    assertEquals([report?.options.only, report?.options.skip, report?.options.areas], [[], [], []]);
    assertEquals(report?.target.name.startsWith(`${setup.title} `), true);
    const { size } = await Deno.stat(`${published}/${setup.name}.json`);
    assertEquals(size <= mostOctets ? "small" : `${size} octets`, "small");
  });
}

/** Patterns that fit no failure or warning of the reports. */
async function unused(remedies: readonly Remedy[], of: readonly ServerSetup[]): Promise<string[]> {
  const reports = await Promise.all(of.map((setup) => readResults(published, setup)));
  const judged = reports.flatMap((report) => report?.results ?? [])
    .filter(({ verdict }) => verdict === "fail" || verdict === "warn");
  return remedies.flatMap(({ cases }) => cases).filter((pattern) => !judged.some(({ id }) => matchesGlob(pattern, id)));
}

for (const setup of setups) {
  Deno.test(`each remedy of ${setup.name} alone belongs to a published failure or warning`, async () => {
    assertEquals(await unused(setup.remedies ?? [], [setup]), []);
  });
}

for (const { name, remedies } of softwares) {
  Deno.test(`each remedy of the software ${name} belongs to a published failure or warning`, async () => {
    const own = setups.filter(({ software }) => software === name);
    assertEquals(own.length > 0, true);
    assertEquals(await unused(remedies, own), []);
  });
}

Deno.test("the results of a server are written and read again; a server that was not tested has none", async () => {
  const [tested, untested] = setups;
  if (tested === undefined || untested === undefined) throw new Error("The matrix has two servers");
  const folder = await Deno.makeTempDir();
  try {
    const report = reportOf([{ verdict: "pass" }, { id: "area/topic/two", received: "250 Ok" }]);
    const named = { ...report, target: { ...report.target, name: `${tested.title} 1.2` } };
    await writeResults(folder, tested, named);
    await writePages(folder, tested, named);
    const verdicts = (await readResults(folder, tested))?.results.map(({ id, verdict }) => `${id} ${verdict}`);
    assertEquals(verdicts, ["area/topic/one pass", "area/topic/two fail"]);
    assertEquals(await readResults(folder, untested), undefined);
    assertEquals(
      JSON.parse(await Deno.readTextFile(`${folder}/pages/${tested.name}.json`)),
      JSON.parse(renderJson(named)),
    );
    const page = await Deno.readTextFile(`${folder}/pages/${tested.name}.html`);
    assertEquals([page.includes("area/topic/two"), page.includes("area/topic/one")], [true, false]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
