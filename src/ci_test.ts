import { assertEquals, assertMatch } from "@std/assert";

const steps = decodeURIComponent(new URL("../.ci/steps.sh", import.meta.url).pathname);

/** Runs a script with the steps of the CI at hand, in a folder that git does not know. */
async function run(script: string): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stdout } = await new Deno.Command("bash", {
      args: ["-c", `set -uo pipefail\nsource "${steps}"\n${script}`],
      cwd: folder,
      stderr: "null",
    }).output();
    return { code, lines: new TextDecoder().decode(stdout).trimEnd().split("\n") };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the CI names each step at its end with seconds and outcome, and adds the seconds up", async () => {
  const { code, lines } = await run(`
    without_root() { skip "no root"; skip "no servers"; }
    step "a right one" true
    step "one that is left out" without_root
    finish 12 0`);
  assertEquals(code, 0);
  const [right, leftOut, all, empty, last] = lines.slice(-5);
  assertMatch(right ?? "", /^ +\d+ s {2}a right one: passed$/);
  assertMatch(leftOut ?? "", /^ +\d+ s {2}one that is left out: skipped: no root; no servers$/);
  assertMatch(all ?? "", /^ +\d+ s {2}in all$/);
  assertEquals([empty, last], ["", "12 passed, 0 failed"]);
});

Deno.test("the CI runs the steps after one that fails, names that, and ends with 1", async () => {
  const { code, lines } = await run(`
    step "a wrong one" false
    step "a right one" echo here
    finish 12 0`);
  assertEquals(code, 1);
  assertEquals(lines.includes("here"), true);
  assertEquals(lines.slice(-2), ["Failed: a wrong one", "12 passed, 0 failed"]);
});

Deno.test("the CI ends with 1 where a test failed, even if each step says that it passed", async () => {
  assertEquals((await run("step one true\nfinish 12 1")).code, 1);
});

Deno.test("the CI does not judge a tree that git cannot read, and says so", async () => {
  const { code, lines } = await run('step "the work tree stays clean" stays_clean\nfinish 1 0');
  assertEquals(code, 0);
  assertMatch(
    lines.join("\n"),
    /the work tree stays clean: skipped: the work tree was not clean before, or git cannot/,
  );
});
