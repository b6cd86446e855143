/** Address literals (RFC 5321 §4.1.3). */

/** Says whether a text is an address literal with its brackets. */
export function isAddressLiteral(text: string): boolean {
  const inner = /^\[([^[\]\\]*)\]$/.exec(text)?.[1];
  if (inner === undefined) return false;
  if (isIpv4(inner)) return true;
  const tagged = /^([A-Za-z0-9-]*[A-Za-z0-9]):([!-Z^-~]+)$/.exec(inner);
  if (tagged === null) return false;
  // General-address-literal needs a tag that IANA has registered, and IPv6 is the only one.
  return tagged[1]?.toLowerCase() === "ipv6" && isIpv6(tagged[2] ?? "");
}

/** IPv4-address-literal = Snum 3("." Snum); Snum = 1*3DIGIT, 0 to 255. */
function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) <= 255);
}

/** IPv6-addr: eight groups, or fewer around one "::"; an IPv4 address may stand for the last two. */
function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.map((half) => half === "" ? [] : half.split(":"));
  const last = groups.at(-1)?.at(-1);
  const hasIpv4 = last !== undefined && last.includes(".");
  if (hasIpv4 && !isIpv4(last)) return false;
  const plain = groups.flat().slice(0, hasIpv4 ? -1 : undefined);
  if (!plain.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  const count = plain.length + (hasIpv4 ? 2 : 0);
  // The ABNF lets "::" stand for two groups or more.
  return halves.length === 1 ? count === 8 : count <= 6;
}
