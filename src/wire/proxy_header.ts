/**
 * The header with which a proxy begins a connection that it passes on, in both versions of HAProxy's PROXY protocol: a
 * server behind a proxy greets only after it. Pure.
 */
import { concat, latin1, type Octets } from "../base/octets.ts";

export const proxyVersions = ["v1", "v2"] as const;
export type ProxyVersion = typeof proxyVersions[number];

/** One end of a connection. */
export interface End {
  readonly address: string;
  readonly port: number;
}

/** Where a connection comes from and leads to; undefined for one without addresses, over a socket of the file system. */
export type Ends = { readonly from: End; readonly to: End } | undefined;

/** Writes the header: the client connects for itself, so that the addresses are those of its own connection. */
export function writeProxyHeader(version: ProxyVersion, ends: Ends): Octets {
  return version === "v1" ? latin1(writeLine(ends)) : writeBinary(ends);
}

/** Version 1: a line of text. */
function writeLine(ends: Ends): string {
  if (ends === undefined) return "PROXY UNKNOWN\r\n";
  const { from, to } = ends;
  return `PROXY ${isIpv6(from) ? "TCP6" : "TCP4"} ${from.address} ${to.address} ${from.port} ${to.port}\r\n`;
}

const signature = latin1("\r\n\r\n\0\r\nQUIT\n");
const local = 0x20; // version 2, LOCAL: there is nobody whose addresses could be given
const proxied = 0x21; // version 2, PROXY
const tcp4 = 0x11;
const tcp6 = 0x21;

/** Version 2: a signature, what follows, and the addresses in network order. */
function writeBinary(ends: Ends): Octets {
  if (ends === undefined) return concat([signature, new Uint8Array([local, 0, 0, 0])]);
  const { from, to } = ends;
  const read = isIpv6(from) ? octetsOfIpv6 : octetsOfIpv4;
  const addresses = concat([read(from.address), read(to.address), twoOctets(from.port), twoOctets(to.port)]);
  const head = new Uint8Array([proxied, isIpv6(from) ? tcp6 : tcp4]);
  return concat([signature, head, twoOctets(addresses.length), addresses]);
}

const isIpv6 = ({ address }: End) => address.includes(":");
const twoOctets = (value: number): Octets => new Uint8Array([value >> 8, value & 0xff]);
const octetsOfIpv4 = (address: string): Octets => new Uint8Array(address.split(".").map(Number));

/** Reads an address as the system writes it: hexadecimal groups, "::" for a row of zeros, IPv4 at the end (RFC 4291 §2.2). */
function octetsOfIpv6(address: string): Octets {
  const dotted = /^(.*:)([0-9.]+)$/.exec(address.replace(/%.*$/, ""));
  const tail = dotted?.[2]?.includes(".") === true ? dotted[2] : undefined;
  const text = tail === undefined ? address.replace(/%.*$/, "") : `${dotted?.[1]}${groupsOf(octetsOfIpv4(tail))}`;
  const [head = "", rest] = text.split("::");
  const read = (part: string) => part === "" ? [] : part.split(":").map((group) => parseInt(group, 16));
  const [before, after] = [read(head), rest === undefined ? [] : read(rest)];
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => 0);
  return concat([...before, ...zeros, ...after].map(twoOctets));
}

const groupsOf = ([a = 0, b = 0, c = 0, d = 0]: Octets) =>
  `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
