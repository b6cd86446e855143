/** The page in a real browser: filters, links, keys and the policy. Where there is no Chromium it is skipped. */
import { assert, assertEquals, fail } from "@std/assert";
import { isProblem } from "../../base/problem.ts";
import { browser, type Tab, withTab } from "../../testing/browser.ts";
import { readData } from "../../testing/golden.ts";
import { readReport } from "../json.ts";
import type { Report } from "../report.ts";
import { renderHtmlComparison } from "./comparison_page.ts";
import { anchor } from "./links.ts";
import { renderHtml } from "./report_page.ts";

function load(name: string): Report {
  const report = readReport(readData(`reports/${name}.json`));
  return isProblem(report) ? fail(report.message) : report;
}

const ordinary = load("ordinary");
const shown =
  `[...document.querySelectorAll(".result")].filter((each) => each.checkVisibility()).map((each) => each.id)`;
const idsWith = (fits: (result: Report["results"][number]) => boolean) =>
  ordinary.results.filter(fits).map(({ id }) => id).sort();

async function shownIds(tab: Tab): Promise<readonly string[]> {
  return (await tab.read(shown) as string[]).sort();
}

/** Writes pages of reports to files, and hands their addresses and a tab to the test. */
async function withPages(test: (tab: Tab, addresses: Readonly<Record<string, string>>) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    const addresses: Record<string, string> = {};
    for (const name of ["ordinary", "hostile"]) {
      await Deno.writeTextFile(`${folder}/${name}.html`, renderHtml(load(name)));
      addresses[name] = `file://${folder}/${name}.html`;
    }
    await Deno.writeTextFile(`${folder}/compared.html`, renderHtmlComparison([ordinary, load("known")]));
    addresses["compared"] = `file://${folder}/compared.html`;
    await withTab(browser ?? fail("no browser"), (tab) => test(tab, addresses));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const isMissing = browser === undefined;
const where = isMissing ? "; skipped: Chromium is not installed" : "";

Deno.test({
  name: `the page filters, finds and opens results in Chromium, and asks the network for nothing${where}`,
  ignore: isMissing,
  fn: () =>
    withPages(async (tab, { ordinary: page = "", hostile = "" }) => {
      await tab.open(page);
      assertEquals(await shownIds(tab), idsWith(() => true));

      await tab.read(`document.querySelector("[name=verdict][value=fail]").click()`);
      assertEquals(await shownIds(tab), idsWith(({ verdict }) => verdict === "fail"));
      assertEquals(await tab.read("location.hash"), "#?verdict=fail");

      await tab.read(`document.querySelector("button[type=reset]").click()`);
      await tab.read("new Promise((resolve) => setTimeout(resolve))");
      assertEquals(await shownIds(tab), idsWith(() => true));

      await tab.send("Input.dispatchKeyEvent", { type: "keyDown", key: "/", text: "/" });
      await tab.send("Input.insertText", { text: "QUEUED as" });
      assertEquals(await tab.read("document.activeElement.name"), "words");
      const found = idsWith(({ transcript }) =>
        transcript.some((each) => each.kind === "received" && each.text.includes("queued as"))
      );
      assert(found.length > 0 && found.length < ordinary.results.length);
      assertEquals(await shownIds(tab), found);

      await tab.open(`${page}#?verdict=fail&verdict=warn&level=should`);
      assertEquals(
        await shownIds(tab),
        idsWith(({ verdict, level }) => level === "should" && (verdict === "fail" || verdict === "warn")),
      );

      const id = "data/false-end/line[lf-dot-crlf]";
      await tab.open(page + anchor(id));
      const place = `document.getElementById(${JSON.stringify(id)})`;
      assertEquals(await tab.read(`${place}.open`), true);
      const top = Number(await tab.read(`${place}.getBoundingClientRect().top`));
      assert(top >= 0 && top < 400, `the result that the address names is at ${top}`);

      const passed = ordinary.results.find(({ verdict }) => verdict === "pass")?.id ?? fail("none passed");
      await tab.open(`${page}#?verdict=fail`);
      assertEquals((await shownIds(tab)).includes(passed), false);
      await tab.read(`new Promise((resolve) => {
        addEventListener("hashchange", () => setTimeout(resolve), { once: true });
        location.hash = ${JSON.stringify(anchor(passed))};
      })`);
      assertEquals(await shownIds(tab), idsWith(() => true));
      assertEquals(await tab.read(`document.getElementById(${JSON.stringify(passed)}).open`), true);

      await tab.open(hostile);
      assertEquals(await tab.read("document.scripts.length"), 1);
      assertEquals(
        await tab.read(`document.querySelectorAll("[onclick], [onerror], img, iframe, b > script").length`),
        0,
      );
      assertEquals(tab.requests.filter((address) => !/^(?:file|about):/.test(address)), []);
      assertEquals(tab.complaints, []);
    }),
});

Deno.test({
  name: `the page shows the result that its address names in Chromium without scripts${where}`,
  ignore: isMissing,
  fn: () =>
    withPages(async (tab, { ordinary: page = "" }) => {
      await tab.send("Emulation.setScriptExecutionDisabled", { value: true });
      const id = "data/false-end/line[lf-dot-crlf]";
      await tab.open(page + anchor(id));
      // What scripts cannot show, the tree of the accessibility interface does.
      const { nodes } = await tab.send("Accessibility.getFullAXTree");
      const text = (nodes as { name?: { value: string } }[]).map(({ name }) => name?.value ?? "").join("\n");
      assert(text.includes("queued as 4X1"), "the transcript is not shown");
    }),
});

Deno.test({
  name: `the comparison shows in Chromium what differs, and on demand the rest${where}`,
  ignore: isMissing,
  fn: () =>
    withPages(async (tab, { compared = "" }) => {
      const known = load("known");
      const verdicts = new Map(known.results.map(({ id, verdict }) => [id, verdict]));
      const differs = ordinary.results.filter(({ id, verdict }) => verdicts.get(id) !== verdict).map(({ id }) => id);
      const rows = `[...document.querySelectorAll("tr.result")].filter((each) => each.checkVisibility())`;
      const ids = `${rows}.map((each) => each.querySelector("details").id)`;
      await tab.open(compared);
      const shownFirst = await tab.read(ids) as string[];
      assertEquals(differs.filter((id) => !shownFirst.includes(id)), []);
      assert(differs.length > 0 && differs.length < ordinary.results.length);
      const alike = ordinary.results.find(({ id }) => !differs.includes(id))?.id ?? fail("all differ");
      assertEquals(shownFirst.includes(alike), false);
      await tab.read(`document.querySelector("[name=alike]").click()`);
      assertEquals((await tab.read(ids) as string[]).includes(alike), true);
      assertEquals(await tab.read("location.hash"), "#?alike=yes");
      await tab.open(compared + anchor(alike));
      assertEquals(await tab.read(`document.getElementById(${JSON.stringify(alike)}).open`), true);
      assertEquals(tab.complaints, []);
    }),
});
