/** The import rule: which part of the source may know which, and what else each may touch. Also: what is not used goes. */
import { assertEquals } from "@std/assert";

const root = new URL("./", import.meta.url);

/**
 * What the files of a folder may import besides their own folder: folders, or single files of one. A permission that
 * no file needs fails too: take it away.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  smtp: ["base"],
  case: ["base", "smtp"],
  wire: ["base", "smtp"],
  target: ["base", "case", "wire"],
  plan: ["base", "smtp", "case", "target"],
  judge: ["base", "smtp", "case"],
  run: [
    ...["base", "smtp", "case", "wire", "target", "plan", "judge"],
    ...["report/report.ts", "report/lint_result.ts", "report/events.ts"],
  ],
  report: ["base", "case", "judge", "wire/transcript.ts"],
  gate: ["base", "case", "judge", "report"],
  cli: ["base", "case", "wire", "target", "plan", "judge", "run", "report", "gate"],
  offline: [],
};
/** Entrances, and the servers to test against: they may know all; of the folders above none may know them. */
const mayImportAll = ["main.ts", "demo.ts", "prove.ts", "matrix.ts", "matrix", "bench.ts", "bench", "reference"];

/** What may be imported that is not ours, and where. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  "yaml": ["case/yaml.ts", "gate/write_baseline.ts"],
  "node:buffer": ["base/octets.ts", "reference"],
  "node:crypto": ["smtp", "reference", "report/html/page.ts"],
  "node:net": ["wire", "reference", "demo.ts", "bench"],
  "node:stream": ["wire", "reference"],
  "node:tls": ["wire", "reference"],
  "@std/fmt/colors": ["report"],
  "@std/cli/parse-args": ["cli/args.ts", "matrix.ts", "prove.ts", "bench.ts"],
  "smtp-server": ["demo.ts"],
  "report/html/page.css": ["report/html/page.ts"],
  "report/html/page.js": ["report/html/page.ts"],
};

/** Where `Deno.` may stand: where files, permissions and the terminal are touched. */
const mayUseDeno = [
  "case/load.ts",
  "case/write_schema.ts",
  "target/mailbox.ts",
  "cli",
  "main.ts",
  "demo.ts",
  "prove.ts",
  "matrix.ts",
  "bench.ts",
  "bench",
  "matrix/packages.ts",
  "matrix/sandbox.ts",
  "matrix/command.ts",
  "matrix/folder.ts",
  "matrix/play.ts",
  "reference",
  "offline",
];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

/** Gives the source files below a folder, but no tests and nothing that only tests use. */
async function sourceFiles(below = ""): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(below, root))) {
    if (isDirectory) {
      if (name !== "testdata") files.push(...await sourceFiles(`${below}${name}/`));
    } else if (name.endsWith(".ts") && !name.endsWith("_test.ts") && name !== "testing.ts") files.push(below + name);
  }
  return files.sort();
}

const texts = new Map<string, string>();
for (const file of await sourceFiles()) texts.set(file, await Deno.readTextFile(new URL(file, root)));

function importsOf(file: string, text: string): Import[] {
  const found = [
    ...text.matchAll(/^(?:import|export)\s+(type\s)?([^;"]*?)\s*from\s+"([^"]+)"/gm),
    ...text.matchAll(/^import()()\s+"([^"]+)"/gm),
    ...text.matchAll(/\bimport()()\(\s*"([^"]+)"/g),
  ];
  return found.map(([, type, names = "", to = ""]) => {
    const inside = /^\{([^}]*)\}$/.exec(names.trim())?.[1]?.split(",").map((name) => name.trim()).filter(Boolean);
    const isType = Boolean(type) || (inside !== undefined && inside.every((name) => name.startsWith("type ")));
    return { from: file, to: to.startsWith(".") ? resolve(file, to) : to, isType };
  });
}

/** Resolves a relative import to a path below `src/`. */
function resolve(file: string, to: string): string {
  return new URL(to, new URL(file, root)).pathname.slice(root.pathname.length);
}

const all: readonly Import[] = [...texts].flatMap(([file, text]) => importsOf(file, text));
const ours = all.filter(({ to }) => texts.has(to));
const layerOf = (file: string) => file.split("/")[0] ?? file;
const isWithin = (file: string, place: string) => file === place || file.startsWith(`${place}/`);

Deno.test("each import of ours leads to a file of ours", () => {
  const isOurs = ({ to }: Import) => to.endsWith(".ts") || to.startsWith(".") || to.startsWith("/");
  const lost = all.filter((each) => isOurs(each) && !texts.has(each.to));
  assertEquals(lost.map(({ from, to }) => `${from} imports ${to}`), []);
});

Deno.test("each folder imports only what it may", () => {
  const forbidden = ours.filter(({ from, to }) => {
    const [own, other] = [layerOf(from), layerOf(to)];
    if (own === other || mayImportAll.includes(own)) return false;
    return !(mayImport[own] ?? []).some((place) => isWithin(to, place));
  });
  assertEquals(forbidden.map(({ from, to }) => `${from} may not import ${to}`), []);
});

Deno.test("each folder imports all that it may", () => {
  const unused = Object.entries(mayImport).flatMap(([own, places]) =>
    places
      .filter((place) => !ours.some(({ from, to }) => layerOf(from) === own && isWithin(to, place)))
      .map((place) => `${own} does not need ${place}`)
  );
  assertEquals(unused, []);
});

Deno.test("each folder of the source has a rule", () => {
  const known = [...Object.keys(mayImport), ...mayImportAll];
  assertEquals([...new Set([...texts.keys()].map(layerOf))].filter((layer) => !known.includes(layer)), []);
});

Deno.test("what is not ours is imported only where it may be", () => {
  // offline/ is there to find out what can be imported.
  const isBuiltIn = ({ from, to }: Import) => layerOf(from) === "offline" && /^(?:node:|@std\/)/.test(to);
  const forbidden = all.filter((each) =>
    !texts.has(each.to) && !isBuiltIn(each) && !(foreign[each.to] ?? []).some((place) => isWithin(each.from, place))
  );
  assertEquals(forbidden.map(({ from, to }) => `${from} may not import ${to}`), []);
});

Deno.test("what is not ours is needed wherever it may be imported", () => {
  const unused = Object.entries(foreign).flatMap(([module, places]) =>
    places
      .filter((place) => !all.some(({ from, to }) => to === module && isWithin(from, place)))
      .map((place) => `${place} does not need ${module}`)
  );
  assertEquals(unused, []);
});

const usesDeno = [...texts].filter(([, text]) => /\bDeno\.\w/.test(withoutComments(text))).map(([file]) => file);

function withoutComments(text: string): string {
  return text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, "").replace(/ \/\/ .*$/gm, "");
}

Deno.test("Deno is used only where it may be", () => {
  assertEquals(usesDeno.filter((file) => !mayUseDeno.some((place) => isWithin(file, place))), []);
});

Deno.test("Deno is used wherever it may be", () => {
  const there = mayUseDeno.filter((place) => [...texts.keys()].some((file) => isWithin(file, place)));
  assertEquals(there.filter((place) => !usesDeno.some((file) => isWithin(file, place))), []);
});

/** Finds a way of imports from a file back to itself. */
function findCycle(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of edges.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

Deno.test("no file imports itself by way of others, types included", () => {
  // The servers to test against are left out for types: a session knows its server's type, the server its sessions.
  const edges = Map.groupBy(
    ours.filter(({ from, isType }) => !(isType && layerOf(from) === "reference")),
    ({ from }) => from,
  );
  assertEquals(findCycle(new Map([...edges].map(([from, each]) => [from, each.map(({ to }) => to)]))), undefined);
});

Deno.test("findCycle() finds a cycle of three", () => {
  const edges = new Map([["a", ["b"]], ["b", ["c"]], ["c", ["b"]]]);
  assertEquals(findCycle(edges), ["b", "c", "b"]);
});

Deno.test("no file has a default export, and none hands on what another exports", () => {
  const odd = [...texts].filter(([, text]) => /^export (?:default\b|\*|\{[^}]*\} from\b)/m.test(text));
  assertEquals(odd.map(([file]) => file), []);
});

Deno.test("importsOf() reads each form of an import", () => {
  const text = [
    `import { a, type B } from "./b.ts";`,
    `import type { C } from "../case/c.ts";`,
    `import {\n  type D,\n  type E,\n} from "./d.ts";`,
    `import * as colors from "@std/fmt/colors";`,
    `import "./e.ts";`,
    `const f = await import("./f.ts");`,
    `export { g } from "./g.ts";`,
  ].join("\n");
  const read = importsOf("base/a.ts", text).map(({ to, isType }) => isType ? `type ${to}` : to);
  assertEquals(read.sort(), [
    "@std/fmt/colors",
    "base/b.ts",
    "base/e.ts",
    "base/f.ts",
    "base/g.ts",
    "type base/d.ts",
    "type case/c.ts",
  ]);
});
