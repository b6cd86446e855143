/** Faults of address literals in paths. */
import type { Fault } from "../../fault.ts";
import { lax } from "./path_faults.ts";

const literalFault = (id: string, says: string, variants: readonly string[], form: RegExp): Fault => ({
  id: `literal-${id}`,
  says,
  rfc: "RFC 5321 §4.1.3",
  level: "should",
  caughtBy: variants.map((variant) => `mail/syntax/malformed-path[${variant}]`),
  mutation: lax((text) => text.replace(form, "@[192.0.2.1]")),
});

/** Address literals. */
export const literalFaults: readonly Fault[] = [
  literalFault("any-numbers", "takes any number of numbers for an IPv4 address", [
    "literal-of-five-numbers",
    "literal-of-three-numbers",
  ], /@\[[0-9.]+\]/),
  literalFault("empty", "takes empty brackets for an address", ["literal-empty"], /@\[\]/),
  literalFault("text-behind", "overlooks what stands behind a literal", ["literal-and-text"], /@\[192\.0\.2\.1\]x/),
  literalFault("without-tag", "does without the tag IPv6:", ["ipv6-without-tag"], /@\[[0-9a-f]*:[0-9a-f:]*\]/i),
  literalFault("any-groups", "takes any groups of hexadecimal digits for an IPv6 address", [
    "ipv6-twice-compressed",
    "ipv6-too-short",
    "ipv6-too-long",
    "ipv6-five-digits",
  ], /@\[IPv6:[0-9a-f:.]*\]/i),
  literalFault("any-text", "takes any text behind IPv6: for an address", ["ipv6-no-digit"], /@\[IPv6:[^\]]*\]/i),
];
