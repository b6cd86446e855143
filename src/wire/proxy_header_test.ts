import { assertEquals } from "@std/assert";
import { latin1Text } from "../base/octets.ts";
import { type Ends, type ProxyVersion, writeProxyHeader } from "./proxy_header.ts";

const ipv4: Ends = { from: { address: "192.0.2.1", port: 40_000 }, to: { address: "127.0.0.1", port: 25 } };
const ipv6: Ends = { from: { address: "::1", port: 40_000 }, to: { address: "2001:db8::1:2", port: 25 } };
const mapped: Ends = { from: { address: "::ffff:192.0.2.1", port: 1 }, to: { address: "fe80::1%eth0", port: 25 } };
const signature = "\r\n\r\n\0\r\nQUIT\n";
const ports = "\x9c\x40\0\x19";

const headers: readonly (readonly [what: string, version: ProxyVersion, ends: Ends, text: string])[] = [
  ["IPv4", "v1", ipv4, "PROXY TCP4 192.0.2.1 127.0.0.1 40000 25\r\n"],
  ["IPv6", "v1", ipv6, "PROXY TCP6 ::1 2001:db8::1:2 40000 25\r\n"],
  ["a socket", "v1", undefined, "PROXY UNKNOWN\r\n"],
  ["IPv4", "v2", ipv4, `${signature}\x21\x11\0\x0c\xc0\0\x02\x01\x7f\0\0\x01${ports}`],
  [
    "IPv6",
    "v2",
    ipv6,
    `${signature}\x21\x21\0\x24${"\0".repeat(15)}\x01\x20\x01\x0d\xb8${"\0".repeat(9)}\x01\0\x02${ports}`,
  ],
  [
    "IPv4 in IPv6",
    "v2",
    mapped,
    `${signature}\x21\x21\0\x24${"\0".repeat(10)}\xff\xff\xc0\0\x02\x01\xfe\x80${"\0".repeat(13)}\x01\0\x01\0\x19`,
  ],
  ["a socket", "v2", undefined, `${signature}\x20\0\0\0`],
];

for (const [what, version, ends, text] of headers) {
  Deno.test(`writeProxyHeader() writes ${version} for ${what}`, () => {
    assertEquals(latin1Text(writeProxyHeader(version, ends)), text);
  });
}
