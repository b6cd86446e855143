/** What the launcher found out about hosts is what the run goes by: it looks nothing up. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { isProblem } from "../base/problem.ts";
import { readReport } from "../report/json.ts";
import { withServer } from "../testing/scripted_server.ts";
import { endOf, launchSmtpspec, smallCases, smtpspecChild, unbroken } from "../testing/smtpspec_process.ts";
import type { Addresses } from "../targets/addresses.ts";
import type { LookedUp } from "../wire/look_up.ts";
import { addressesVariable, readAddresses, writeAddresses } from "./handed_addresses.ts";

const found = (...addresses: string[]): LookedUp => ({ kind: "found", addresses });

/** Runs a case at a host that nobody can look up; Deno allows 127.0.0.1 alone. */
async function runAt(port: number, addresses: Addresses, ...more: string[]) {
  const args = ["run", `smtp://mx.invalid:${port}`, "--rcpt", "alice@mx.test", "--cases", smallCases];
  const { code, out, err } = await smtpspecChild([...args, "--only", "small/noop", "--report", "json", ...more], {
    env: { [addressesVariable]: writeAddresses(addresses) },
    granted: [`--allow-net=127.0.0.1:${port}`, "--allow-read", `--allow-env=${addressesVariable}`, "--ignore-env"],
  });
  const report = readReport(out);
  if (isProblem(report)) throw new Error(`${report.message}: ${err}`);
  return { code, err, report };
}

Deno.test("readAddresses() reads what writeAddresses() writes", () => {
  const addresses: Addresses = new Map([
    ["mx.test", found("192.0.2.1", "2001:db8::1")],
    ["mx2.test", { kind: "unreachable", why: 'the name "mx2.test"\nwas not found' }],
  ]);
  assertEquals(readAddresses(writeAddresses(addresses)), addresses);
  assertEquals(writeAddresses(addresses).includes("\n"), false);
});

Deno.test("smtpspec run connects to the addresses that it was handed, looks nothing up, and keeps the host's name", async () => {
  await withServer({}, async ({ port }) => {
    const { code, err, report } = await runAt(port, new Map([["mx.invalid", found("127.0.0.1")]]));
    assertEquals([code, err], [0, ""]);
    assertEquals([report.target.hosts, report.options.jobs], [["mx.invalid"], 16]);
    const [connected] = report.sanityChecks[0]?.transcript ?? [];
    assertEquals(connected?.kind === "connected" ? connected.to : "", `127.0.0.1:${port}`);
  });
});

Deno.test("smtpspec run takes a host for one off loopback where any of its addresses is", async () => {
  await withServer({}, async ({ port }) => {
    const handed = new Map([["mx.invalid", found("127.0.0.1", "192.0.2.1")]]);
    const { report } = await runAt(port, handed, "--delay", "0ms");
    assertEquals([report.options.jobs, report.options.allow], [2, []]);
    const own = await runAt(port, handed, "--mine", "MX.invalid", "--jobs", "3");
    assertEquals([own.report.options.jobs, own.report.options.allow], [3, ["delivers", "heavy", "hostile"]]);
    assertStringIncludes(own.report.options.command, " --mine MX.invalid ");
  });
});

Deno.test("smtpspec run says in plain words that a name was not found, and exits 4", async () => {
  const handed: Addresses = new Map([["mx.invalid", {
    kind: "unreachable",
    why: "the name mx.invalid was not found",
  }]]);
  const { code, err } = await runAt(25, handed);
  assertEquals(code, 4);
  assertStringIncludes(
    unbroken(err),
    "error: The first sanity check failed at the endpoint mx: the name mx.invalid was not found",
  );
});

Deno.test("deno task smtpspec looks a name up and allows the run its addresses alone", async () => {
  await withServer({}, async ({ port }) => {
    const args = ["run", `smtp://localhost:${port}`, "-4", "--cases", smallCases, "--only", "small/noop"];
    const { code, out } = await endOf(launchSmtpspec(args));
    assertEquals(code, 0, out);
    assertMatch(out, /1 passed/);
  });
});
