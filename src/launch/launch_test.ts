import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { fileURLToPath } from "node:url";
import { runDeno } from "./child.ts";
import { browsers, denoArgs, envOf, type Facts, isTask, type Task, xmllint } from "./tasks.ts";
import { findWorld, loadsStd, type Source, storedMemory, type World } from "./world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const offline: World = { kind: "offline", notice: "JSR is out of reach" };

const decisions = [
  { title: "takes SMTPSPEC_OFFLINE=1 without a search", isForced: true, gives: "offline", asked: [] },
  { title: "takes the cache first", has: ["cache"], gives: "online", asked: ["cache"] },
  { title: "asks the network next", has: ["network"], gives: "online", asked: ["cache", "network"] },
  { title: "is offline where neither has the modules", gives: "offline", asked: ["cache", "network"], notes: 1 },
  {
    title: "leaves the network out after a failure",
    has: ["network"],
    failed: true,
    gives: "offline",
    asked: ["cache"],
  },
  { title: "takes the cache even after a failure", has: ["cache"], failed: true, gives: "online", asked: ["cache"] },
];

for (const { title, isForced = false, has = [], failed = false, gives, asked, notes = 0 } of decisions) {
  Deno.test(`findWorld() ${title}`, async () => {
    const sources: Source[] = [];
    let noted = 0;
    const world = await findWorld({
      isForced,
      loads: (from) => {
        sources.push(from);
        return Promise.resolve(has.includes(from));
      },
      memory: { failedLately: () => failed, noteFailure: () => noted++ },
    });
    assertEquals<unknown>([world.kind, sources, noted], [gives, asked, notes]);
    if (world.kind === "offline") assertMatch(world.notice, /^[^\n]*SMTPSPEC_OFFLINE=1[^\n]*$/);
  });
}

Deno.test("storedMemory() remembers a failure for ten minutes, for one registry", () => {
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  } as unknown as Storage;
  let time = 1_000_000;
  const memory = (jsr: string) => storedMemory(jsr, { storage, now: () => time });
  assert(!memory("").failedLately());
  memory("").noteFailure();
  assert(memory("").failedLately());
  assert(!memory("http://127.0.0.1").failedLately());
  time += 600_000;
  assert(!memory("").failedLately());
});

Deno.test("storedMemory() remembers nothing where nothing can be stored", () => {
  const refuse = () => {
    throw new Deno.errors.NotFound();
  };
  const storage = { getItem: refuse, setItem: refuse } as unknown as Storage;
  const memory = storedMemory("", { storage, now: () => 0 });
  memory.noteFailure();
  assert(!memory.failedLately());
});

Deno.test("loadsStd() kills the search at its limit where nothing answers", async () => {
  await withRegistry(async (env) => {
    const start = performance.now();
    assert(!await loadsStd("network", { root, env, within: 400 }));
    const took = performance.now() - start;
    assert(took >= 390, `ended after ${took} ms, so it did not search`);
  });
});

Deno.test("loadsStd() does not ask the network for what has to be in the cache", async () => {
  await withRegistry(async (env, asked) => {
    assert(!await loadsStd("cache", { root, env }));
    assertEquals(asked(), 0);
  });
});

const facts: Facts = { world: { kind: "online" }, root: "/r", deno: "/d", temp: "/t", granted: [], args: ["a b"] };
const config = ["--no-prompt", "--config=/r/deno.json"];
const v8 = "--v8-flags=--enable-experimental-regexp-engine-on-excessive-backtracks";
const commands: Record<Task, string[]> = {
  smtpspec: ["run", ...config, v8, "--allow-read=/c", "/r/src/main.ts", "a b"],
  permissions: ["run", ...config, "--allow-env", "--allow-net", "--allow-read", "/r/src/cli/permissions.ts", "a b"],
  test: [
    ...["test", "--parallel", ...config, v8, "--allow-env", "--allow-net=127.0.0.1,[::1],localhost", "--allow-read"],
    ...[`--allow-run=/d,bash,${xmllint},${browsers.join(",")}`, "--allow-write=/t,src/testdata", "a b"],
  ],
  demo: [
    ...["run", ...config, v8, "--allow-env", "--allow-net=127.0.0.1", "--allow-read", "--allow-sys=hostname"],
    ...["--allow-write=reports", "/r/src/demo/demo.ts", "a b"],
  ],
  prove: [
    ...["run", ...config, v8, "--allow-env", "--allow-net=127.0.0.1", "--allow-read", "--allow-write=/t"],
    ...["/r/src/prove/prove.ts", "a b"],
  ],
  matrix: [
    ...["run", ...config, v8, "--allow-env", "--allow-net=127.0.0.1", "--allow-read", "--allow-run", "--allow-sys"],
    ...["--allow-write", "/r/src/matrix/matrix.ts", "a b"],
  ],
  bench: ["run", ...config, v8, "--allow-all", "/r/src/bench/bench.ts", "a b"],
  check: ["check", "--config=/r/deno.json", "/r/src", "a b"],
};

for (const [task, expected] of Object.entries(commands)) {
  Deno.test(`denoArgs() gives "${task}" its permissions and no others`, () => {
    assert(isTask(task));
    assertEquals(denoArgs(task, { ...facts, granted: task === "smtpspec" ? ["--allow-read=/c"] : [] }), expected);
  });

  Deno.test(`denoArgs() gives "${task}" the import map and the lock where it is offline`, () => {
    assert(isTask(task));
    const line = denoArgs(task, { ...facts, world: offline }).join(" ");
    assertStringIncludes(line, " --import-map=/r/src/launch/offline/import_map.json --lock=/r/deno.lock --frozen ");
  });
}

Deno.test("envOf() has two test files for each core under way, where nothing else is asked for", () => {
  assertEquals(envOf("test", { cores: 2, given: {} }), { DENO_JOBS: "4" });
  assertEquals(envOf("test", { cores: 2, given: { DENO_JOBS: "1" } }), {});
  assertEquals(envOf("prove", { cores: 2, given: {} }), {});
});

Deno.test("denoArgs() gives no permission to write where the folder for temporary files would allow more", () => {
  for (const temp of ["/t,/", "/t\n--allow-run", ""]) {
    for (const task of ["test", "prove"] as const) {
      assertThrows(() => denoArgs(task, { ...facts, temp }), TypeError, "Cannot allow Deno to use");
    }
  }
});

Deno.test("runDeno() gives the exit code and the output of the child", async () => {
  const ended = await runDeno(["eval", "console.log('250 OK'); Deno.exit(7)"], { output: "read", cwd: root });
  assertEquals(ended, { code: 7, text: "250 OK\n", isStopped: false });
});

Deno.test("launch.ts passes arguments and the exit code, and says in one line that it is offline", async () => {
  const folder = await Deno.makeTempDir({ prefix: "a b" });
  await Deno.writeTextFile(`${folder}/x_test.ts`, "Deno.test('x', () => { throw 1; });");
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--allow-env", "--allow-run", `${root}/src/launch/launch.ts`],
      ...["test", "--no-check", `${folder}/x_test.ts`],
    ],
    env: { SMTPSPEC_OFFLINE: "1" },
  });
  const { code, stderr, stdout } = await command.output();
  await Deno.remove(folder, { recursive: true });
  assertEquals(code, 1);
  assertStringIncludes(new TextDecoder().decode(stdout), "0 passed");
  assertMatch(new TextDecoder().decode(stderr), /^SMTPSPEC_OFFLINE=1: [^\n]+\n/);
});

Deno.test("import_map.json has each import of deno.json, and the same npm packages", async () => {
  const read = async (path: string) => JSON.parse(await Deno.readTextFile(`${root}/${path}`)).imports;
  const online: Record<string, string> = await read("deno.json");
  const standIns: Record<string, string> = await read("src/launch/offline/import_map.json");
  for (const [name, target] of Object.entries(online)) {
    assertMatch(target, /^(jsr:@std|npm:).*@\d+\.\d+\.\d+$/);
    if (target.startsWith("npm:")) assertEquals(standIns[name], target);
    else assert(Object.keys(standIns).some((other) => other === name || other.startsWith(`${name}/`)), name);
  }
});

/** Runs the test with a registry on loopback that takes connections and never answers, and with an empty cache. */
async function withRegistry(test: (env: Record<string, string>, asked: () => number) => Promise<void>): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const cache = await Deno.makeTempDir();
  const open: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) open.push(connection);
  })();
  try {
    await test({ JSR_URL: `http://127.0.0.1:${listener.addr.port}/`, DENO_DIR: cache }, () => open.length);
  } finally {
    listener.close();
    await accepting;
    for (const connection of open) connection.close();
    await Deno.remove(cache, { recursive: true });
  }
}
