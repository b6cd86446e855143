/** Faults of address literals in paths. */
import type { Fault } from "../../fault.ts";
import { lax } from "./path_faults.ts";

const literalFault = (id: string, description: string, variants: readonly string[], form: RegExp): Fault => ({
  id: `literal-${id}`,
  description,
  caughtBy: variants.map((variant) => `mail/syntax/malformed-path[${variant}]`),
  mutation: lax((text) => text.replace(form, "@[192.0.2.1]")),
});

/** Address literals. */
export const literalFaults: readonly Fault[] = [
  literalFault("any-numbers", "treats any number of numbers as an IPv4 address", [
    "literal-of-five-numbers",
    "literal-of-three-numbers",
  ], /@\[[0-9.]+\]/),
  literalFault("empty", "treats empty brackets as an address", ["literal-empty"], /@\[\]/),
  literalFault("text-after", "ignores what stands after a literal", ["literal-and-text"], /@\[192\.0\.2\.1\]x/),
  literalFault("without-tag", "does not offer the tag IPv6:", ["ipv6-without-tag"], /@\[[0-9a-f]*:[0-9a-f:]*\]/i),
  literalFault("any-groups", "treats any groups of hexadecimal digits as an IPv6 address", [
    "ipv6-twice-compressed",
    "ipv6-too-short",
    "ipv6-too-long",
    "ipv6-five-digits",
  ], /@\[IPv6:[0-9a-f:.]*\]/i),
  literalFault("any-text", "treats any text after IPv6: as an address", ["ipv6-no-digit"], /@\[IPv6:[^\]]*\]/i),
];
