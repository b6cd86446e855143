/** The import rule: which part of the source may know which, and what else each may touch. Also: what is not used goes. */
import { assertEquals } from "@std/assert";

const root = new URL("./", import.meta.url);

/**
 * What the files of a folder may import besides their own folder: folders, or single files of one. The order is the
 * straight line of the product, then the peers to test with, then the tools. A permission that no file needs fails too:
 * take it away.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  smtp: ["base"],
  case: ["base", "smtp"],
  wire: ["base", "smtp"],
  software: ["base"],
  imap: ["base", "wire"],
  targets: ["base", "smtp/role.ts", "case", "wire", "imap", "software"],
  plan: ["base", "smtp", "case", "targets"],
  judge: ["base", "smtp", "case"],
  report: ["base", "smtp/role.ts", "case", "judge", "wire/transcript.ts", "software"],
  session: ["base", "smtp", "case", "wire", "targets", "judge"],
  attempt: ["base", "smtp", "case", "wire", "targets", "plan/plan.ts", "judge", "session"],
  run: ["base", "smtp", "case", "wire", "targets", "plan", "judge", "session", "attempt", "report", "software"],
  gate: ["base", "case", "judge", "report"],
  cli: ["base", "case", "wire", "targets", "plan", "judge", "session", "run", "report", "gate", "software"],
  "main.ts": ["judge/exit_code.ts", "cli"],
  launch: [],
  peer: ["base"],
  reference: ["base", "smtp/role.ts", "targets"],
  prove: ["base", "case", "judge", "run", "cli", "reference"],
  matrix: [
    "base",
    "smtp/role.ts",
    "case",
    "judge",
    "report",
    "gate",
    "software",
    "cli",
    "reference/certificate.ts",
    "launch",
  ],
  demo: ["base", "case", "targets", "judge", "run", "cli", "reference/certificate.ts"],
  bench: ["base", "case", "targets", "judge", "report", "run", "cli", "matrix"],
  testing: ["base", "smtp", "case", "targets", "judge", "report", "session", "run", "launch", "peer", "main.ts"],
};
/** What tests may import besides what their folder may: helpers, and what they need to see their subject at work. */
const testsMayImport: Readonly<Record<string, readonly string[]>> = {
  "action_test.ts": ["base", "case", "peer"],
  "docs_test.ts": ["base", "case", "cli", "gate", "judge", "report", "targets"],
  attempt: ["peer"],
  case: ["judge"],
  cli: ["peer", "launch/granted.ts", "launch/started_as.ts"],
  matrix: ["targets"],
  prove: ["report", "targets"],
  reference: ["wire"],
  report: ["gate"],
  run: ["peer"],
  session: ["report", "peer"],
  targets: ["peer"],
  wire: ["peer"],
};

/** What may be imported that is not ours, and where. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  "@eslint-community/regexpp": ["case/expression_program.ts"],
  "yaml": ["case/yaml.ts", "case/yaml_size.ts", "gate/write_baseline.ts"],
  "fast-check": ["testing"],
  "node:assert/strict": ["launch/offline"],
  "node:buffer": ["base/octets.ts", "reference", "peer", "prove/faults/auth"],
  "node:async_hooks": ["testing"],
  "node:crypto": [
    "smtp",
    "wire",
    "run/transcript_budget.ts",
    "reference",
    "peer",
    "report/html/page.ts",
    "cli/file_place.ts",
  ],
  "node:dns": ["wire"],
  "node:fs": ["cli/open_through.ts"], // Deno.open() has no O_NONBLOCK
  "node:net": ["wire", "imap", "peer", "reference", "demo", "bench"],
  "node:os": ["launch/launch.ts"],
  "node:path": ["launch/launch.ts", "launch/started_as.ts", "cli/check_report_files.ts"],
  "node:process": ["launch", "testing"],
  "node:stream": ["wire", "imap", "peer"],
  "node:tls": ["wire", "peer", "reference"],
  "node:url": ["launch/launch.ts", "testing"],
  "node:util": ["launch/offline"],
  "@std/assert": ["testing", "launch/offline/std.ts"],
  "@std/fmt/colors": ["report", "launch/offline/std.ts"],
  "@std/cli/parse-args": ["cli/command_line.ts", "matrix", "prove", "bench", "launch/offline/std.ts"],
  "smtp-server": ["demo"],
  "report/html/page.css": ["report/html/page.ts"],
  "report/html/page.js": ["report/html/page.ts"],
};

/** Where `Deno.` may stand: where files, permissions and the terminal are touched. */
const mayUseDeno = [
  "base/bounded_file.ts",
  "case/compare_cases.ts",
  "case/load.ts",
  "targets/maildir.ts",
  "cli",
  "main.ts",
  "demo",
  "prove/prove.ts",
  "matrix",
  "bench",
  "reference",
  "launch",
  "testing",
];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

/** Gives the source files below a folder, tests included. */
async function sourceFiles(below = ""): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(below, root))) {
    if (isDirectory) files.push(...await sourceFiles(`${below}${name}/`));
    else if (name.endsWith(".ts") && name !== "layers_test.ts") files.push(below + name);
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

const everything: readonly Import[] = [...texts].flatMap(([file, text]) => importsOf(file, text));
const isTest = (file: string) => file.endsWith("_test.ts");
const all = everything.filter(({ from }) => !isTest(from));
const ours = all.filter(({ to }) => texts.has(to));
const layerOf = (file: string) => file.split("/")[0] ?? file;
const isWithin = (file: string, place: string) => file === place || file.startsWith(`${place}/`);

Deno.test("each import of ours leads to a file of ours", () => {
  const isOurs = ({ to }: Import) => to.endsWith(".ts") || to.startsWith(".") || to.startsWith("/");
  const lost = everything.filter((each) => isOurs(each) && !texts.has(each.to));
  assertEquals(lost.map(({ from, to }) => `${from} imports ${to}`), []);
});

Deno.test("each folder imports only what it may", () => {
  const forbidden = ours.filter(({ from, to }) => {
    const [own, other] = [layerOf(from), layerOf(to)];
    if (own === other) return false;
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
  const sources = [...texts.keys()].filter((file) => !isTest(file));
  assertEquals([...new Set(sources.map(layerOf))].filter((layer) => !Object.hasOwn(mayImport, layer)), []);
});

const ofTests = everything.filter(({ from, to }) => isTest(from) && texts.has(to) && layerOf(from) !== layerOf(to));

Deno.test("each test imports only what its folder may, and helpers", () => {
  const forbidden = ofTests.filter(({ from, to }) => {
    const own = layerOf(from);
    const places = ["testing", ...mayImport[own] ?? [], ...testsMayImport[own] ?? []];
    return !places.some((place) => isWithin(to, place));
  });
  assertEquals(forbidden.map(({ from, to }) => `${from} may not import ${to}`), []);
});

Deno.test("each test imports all that it may besides", () => {
  const unused = Object.entries(testsMayImport).flatMap(([own, places]) =>
    places
      .filter((place) => !ofTests.some(({ from, to }) => layerOf(from) === own && isWithin(to, place)))
      .map((place) => `the tests of ${own} do not need ${place}`)
  );
  assertEquals(unused, []);
});

Deno.test("nothing but tests and their helpers knows the helpers of tests", () => {
  const odd = ours.filter(({ from, to }) => layerOf(to) === "testing" && layerOf(from) !== "testing");
  assertEquals(odd.map(({ from, to }) => `${from} may not import ${to}`), []);
});

Deno.test("what is not ours is imported only where it may be", () => {
  const forbidden = all.filter((each) =>
    !texts.has(each.to) && !(foreign[each.to] ?? []).some((place) => isWithin(each.from, place))
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

const usesDeno = [...texts].filter(([file, text]) => !isTest(file) && /\bDeno\.\w/.test(withoutComments(text))).map((
  [file],
) => file);

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
  const edges = Map.groupBy(everything.filter(({ to }) => texts.has(to)), ({ from }) => from);
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
