/** `smtpspec run`. */
import { allow, type Command, type Permissions } from "../command.ts";
import { listFlag, type OptionsOf, switchFlag, valueFlag } from "../flag.ts";
import { readAllow, readAs, readJobs, readPath, readTimeFrom, readTimeOrNoneFrom } from "../flag_values.ts";
import { hostForm } from "../../targets/form.ts";
import { reportFlags, selectionFlags, strictFlag, targetFlags } from "../flags.ts";
import { commandVariable } from "../started_as.ts";
import { shippedCases } from "../shipped_cases.ts";
import { ofTargets } from "../words.ts";

const flags = {
  ...targetFlags,
  ...selectionFlags,
  allow: valueFlag({
    name: "--allow",
    takes: "RISKS",
    description: "What cases may do: delivers,heavy,hostile,slow or none",
    read: readAllow,
  }),
  mine: listFlag({
    name: "--mine",
    takes: "HOST",
    description: "A host off loopback that is yours: tested as if it were on loopback (repeatable)",
    read: readAs(hostForm),
  }),
  jobs: valueFlag({
    name: "--jobs",
    takes: "N",
    description: "The most connections to a host at once (default: 16 on loopback, else 2)",
    read: readJobs,
  }),
  delay: valueFlag({
    name: "--delay",
    takes: "TIME",
    description: "The pause between two connections (default: 0ms on loopback, else 1s)",
    read: readTimeFrom(0),
  }),
  timeout: valueFlag({
    name: "--timeout",
    takes: "TIME",
    description: "How long a reply may take (default: 10s)",
    read: readTimeFrom(1), // else no reply could be in time
  }),
  wait: valueFlag({
    name: "--wait",
    takes: "TIME",
    description: "How long to wait for the server to start (default: not at all)",
    read: readTimeFrom(0),
  }),
  budget: valueFlag({
    name: "--budget",
    takes: "TIME",
    description:
      "How long the whole run may take; what is left then is inconclusive (default: 10min, or 3 times what is expected; none: no end)",
    read: readTimeOrNoneFrom(1), // else nothing could be done
  }),
  baseline: valueFlag({
    name: "--baseline",
    takes: "FILE",
    description: "Known failures, which do not break the run",
    read: readPath,
  }),
  isStrict: strictFlag,
  isFailFast: switchFlag("--fail-fast", "Stop at the first failure"),
  isDryRun: switchFlag(
    "--dry-run",
    "Print what would be played, what is skipped and why, and how long it takes; connect to nothing",
  ),
  ...reportFlags,
};

/** What is read whatever is played. */
function readBy({ cases, baseline, lastFailed }: OptionsOf<typeof flags>, target: Permissions): string[] {
  return [shippedCases, ...cases, ...[baseline, lastFailed].flatMap((path) => path ?? []), ...target.read];
}

/** Tests a server and reports. */
export const run: Command<typeof flags> = {
  name: "run",
  description: "test a server and report",
  intro: [
    "Usage: smtpspec run TARGET... [options]",
    "",
    "Tests a server and reports. TARGET is smtp://HOST:PORT (also submission://,",
    "submissions://, smtps://, lmtp://), HOST[:PORT], or the path of a target file.",
    "Several targets are the ports of one server, or of several hosts that are each",
    "tested whole.",
    "",
    "  smtpspec run smtp://127.0.0.1:2525 --rcpt alice@mx.test",
    "  smtpspec run mx.yaml --only starttls --report junit=smtp.xml",
    "",
    "On loopback everything is allowed but slow waits. Elsewhere nothing is sent that",
    "delivers mail, is heavy or malformed, unless --allow says so, and there are two",
    "connections at once at most, a second apart. For a service container or a test",
    "machine of your own, --mine HOST lifts all of that. A case that needs what was",
    "not given is skipped, and the report says what to add.",
  ],
  words: {
    least: 1,
    most: Infinity,
    needed: "a target: smtp://HOST:PORT, HOST:PORT, or a target file",
    formOf: ofTargets,
  },
  flags,
  judgesServer: true,
  async permissions(words, options, lookUp) {
    const { targetPermissions } = await import("../target_permissions.ts");
    const { pathsToWrite } = await import("../file_place.ts");
    const target = await targetPermissions(words, options, lookUp);
    const read = readBy(options, target);
    if (options.isDryRun) return allow({ ...target, net: [], read, write: [] });
    return allow({
      ...target,
      read,
      env: [...target.env, commandVariable],
      write: [...target.write, ...await pathsToWrite(options.reports)],
    });
  },
  async run(words, options) {
    const { runSuiteOnTarget } = await import("../actions/run.ts");
    return await runSuiteOnTarget(words, options);
  },
};
