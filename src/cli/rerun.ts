/** The command line that a report shows, to run a case again. */
import { quoteForShell } from "../report/report.ts";
import { writeSoftware } from "../software/detect.ts";
import type { SelectionOptions, TargetOptions } from "./flags.ts";
import type { TermsOptions } from "./terms.ts";

/** Writes the command line that names this target, without what selects cases and reports. */
export function writeCommand(
  words: readonly string[],
  options: TargetOptions & Pick<SelectionOptions, "cases"> & Pick<TermsOptions, "mine" | "allow">,
): string {
  const given: readonly (readonly [flag: string, value: string | undefined])[] = [
    ...options.rcpt.map((address) => ["--rcpt", address] as const),
    ["--unknown-rcpt", options.unknownRcpt],
    ["--foreign-rcpt", options.foreignRcpt],
    ["--list", options.list],
    ["--from", options.from],
    ["--client", options.client],
    ["--user", options.user],
    ["--pass-env", options.passEnv],
    ["--bearer-token-env", options.bearerTokenEnv],
    ["--client-cert", options.clientCert],
    ["--client-key", options.clientKey],
    ["--maildir", options.maildir],
    ["--imap", options.imap],
    ["--imap-pass-env", options.imapPassEnv],
    ["--ca", options.ca],
    ["--proxy", options.proxy],
    ["--software", options.software === undefined ? undefined : writeSoftware(options.software)],
    ...options.mine.map((host) => ["--mine", host] as const),
    ["--allow", options.allow?.join(",")],
    ...options.cases.map((folder) => ["--cases", folder] as const),
  ];
  const flags = given.flatMap(([flag, value]) => value === undefined ? [] : [flag, quoteForShell(value)]);
  const family = [...options.isOnlyIpv4 ? ["-4"] : [], ...options.isOnlyIpv6 ? ["-6"] : []];
  return ["run", ...words.map(quoteForShell), ...flags, ...family].join(" ");
}
