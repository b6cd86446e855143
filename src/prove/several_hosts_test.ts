/** Two servers as the hosts of one target, a right one and one with a fault: each gets what it gets alone. */
import { assertEquals, fail } from "@std/assert";
import { loadSuite } from "../cli/suite_files.ts";
import { lintId, lints } from "../judge/lint.ts";
import { matchesGlob } from "../base/glob.ts";
import { startReference } from "../reference/server/server.ts";
import type { Report } from "../report/report.ts";
import { runSuite } from "../run/suite.ts";
import type { Target } from "../targets/target.ts";
import { faults } from "./faults/faults.ts";

const areas = ["commands", "lmtp", "starttls"];
const { cases } = await loadSuite([], (topic) => areas.includes(topic.split("/")[0] ?? ""));
const faultOf = (wanted: string) => faults.find(({ id }) => id === wanted) ?? fail(`There is no fault ${wanted}`);

function run(target: Target): Promise<Report> {
  return runSuite({
    version: "",
    casesHash: "",
    cases,
    lintIds: lints.map(lintId),
    coverage: [],
    target,
    termsFor: () => ({ allowed: ["delivers", "heavy", "hostile"], jobs: 8, delay: 0 }),
    isFailFast: false,
    reported: { command: "deno task test", allow: [], only: [], skip: [], areas: [], jobs: 8 },
    clock: () => performance.now(),
    now: () => new Date(),
    token: () => `t${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
}

/** Gives the endpoints of a target another host. */
const onHost = ({ endpoints }: Target, host: string): Target["endpoints"] =>
  endpoints.map((endpoint) => ({ ...endpoint, host, name: `${endpoint.role}@${host}` }));

const verdictsOf = ({ results }: Report, host = "") =>
  new Map(results.filter((result) => host === "" || result.host === host).map(({ id, verdict }) => [id, verdict]));

Deno.test("two hosts that differ in one fault have the verdicts that each has alone, and only the fault between them", async () => {
  const fault = faultOf("expn-says-yes");
  const [right, crooked] = [await startReference([]), await startReference([fault.mutation])];
  try {
    // Each server delivers into a folder of its own, so that no mail is read back.
    const [one, two] = [right, crooked].map(({ target }) => ({ ...target, mailboxes: new Map() }));
    if (one === undefined || two === undefined) return fail("no target");
    const hosts = { ...one, endpoints: [...onHost(one, "one"), ...onHost(two, "two")] };
    const [together, first, second] = [await run(hosts), await run(one), await run(two)];
    for (const [host, alone] of [["one", first], ["two", second]] as const) {
      const expected = new Map([...verdictsOf(alone)].map(([id, verdict]) => [`${id}@${host}`, verdict]));
      assertEquals(verdictsOf(together, host), expected);
    }
    assertEquals(together.results.length, first.results.length + second.results.length);
    const failed = together.results.filter(({ verdict }) => verdict === "fail").map(({ id }) => id);
    const globs = [...fault.caughtBy, ...fault.alsoSeenBy ?? []];
    assertEquals(failed.filter((id) => !id.endsWith("@two")), []);
    assertEquals(failed.filter((id) => !globs.some((glob) => matchesGlob(glob, id))), []);
    assertEquals(failed.length > 0, true);
  } finally {
    await Promise.all([right.stop(), crooked.stop()]);
  }
});
