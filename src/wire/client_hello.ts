/** A bare ClientHello of any version, and the kind of record that answers it: the runtime itself speaks no old TLS. */
import { concat, type Octets, utf8 } from "../base/octets.ts";

const versions = { SSLv3: 0x0300, TLSv1: 0x0301, "TLSv1.1": 0x0302, "TLSv1.2": 0x0303, "TLSv1.3": 0x0303 } as const;
/** The versions of which a ClientHello can be written. */
export type Version = keyof typeof versions;

/** Cipher suites that servers of the time have: ECDHE and RSA with AES, GCM and CBC, and the three of TLS 1.3. */
const suites = [
  0x1301,
  0x1302,
  0x1303,
  0xc02b,
  0xc02f,
  0xc02c,
  0xc030,
  0xc009,
  0xc013,
  0xc00a,
  0xc014,
  0x009c,
  0x009d,
  0x002f,
  0x0035,
  0x000a,
];

/** ECDSA, EdDSA and both kinds of RSA, for certificates of any kind, and SHA-1 for those of the time (RFC 8446 §4.2.3). */
const signatureSchemes = [
  0x0403,
  0x0503,
  0x0603,
  0x0807,
  0x0804,
  0x0805,
  0x0806,
  0x0401,
  0x0501,
  0x0601,
  0x0203,
  0x0201,
];

const uint16 = (value: number): Octets => new Uint8Array([value >> 8, value & 0xff]);
const sized16 = (octets: Uint8Array): Octets => concat([uint16(octets.length), octets]);
const extension = (type: number, body: Uint8Array): Octets => concat([uint16(type), sized16(body)]);

/** What a ClientHello has besides its version. */
export interface HelloOptions {
  /** The name to ask for (SNI), unless it is an address. */
  readonly name: string;
  /** The version of the record layer; by default TLS 1.0, which servers of any age accept (RFC 5246 §E.1). */
  readonly layer: number | undefined;
  readonly random: Uint8Array;
}

/** Writes the record of a ClientHello that offers nothing newer than `version` (RFC 5246 §7.4.1.2, RFC 4346, RFC 2246). */
export function writeClientHello(version: Version, { name, layer, random }: HelloOptions): Octets {
  const number = versions[version];
  const groups = sized16(concat([0x001d, 0x0017, 0x0018].map(uint16)));
  const signatures = sized16(concat(signatureSchemes.map(uint16)));
  const extensions = [
    ...(/^[0-9.]+$|:/.test(name) ? [] : [extension(0, sized16(concat([new Uint8Array([0]), sized16(utf8(name))])))]),
    extension(10, groups),
    extension(11, new Uint8Array([1, 0])),
    ...(number >= 0x0303 ? [extension(13, signatures)] : []),
    extension(0xff01, new Uint8Array([0])),
    // RFC 8446 §4.2.8: no share of a key asks the server which one to send.
    ...(version === "TLSv1.3"
      ? [extension(43, new Uint8Array([2, 3, 4])), extension(51, sized16(new Uint8Array()))]
      : []),
  ];
  const body = concat([
    uint16(legacyVersion(version)),
    random.subarray(0, 32),
    new Uint8Array([0]),
    sized16(concat(suites.map(uint16))),
    new Uint8Array([1, 0]),
    ...(version === "SSLv3" ? [] : [sized16(concat(extensions))]),
  ]);
  const hello = concat([new Uint8Array([1, 0, body.length >> 8, body.length & 0xff]), body]);
  return concat([new Uint8Array([22]), uint16(layer ?? Math.min(number, 0x0301)), sized16(hello)]);
}

/** What the first record of an answer can be. */
export type AnswerRecord = "alert" | "protocol-version" | "server-hello" | "other";

/**
 * Says what the first record of an answer is, for an alert whether it is "protocol_version", and for a ServerHello
 * whether it chose the version that was offered; undefined while too few octets have come.
 */
export function readAnswer(octets: Uint8Array, version: Version): AnswerRecord | undefined {
  const type = octets[0];
  if (type === undefined) return undefined;
  if (type === 21) return octets.length < 7 ? undefined : octets[6] === 70 ? "protocol-version" : "alert";
  if (type !== 22) return "other";
  if (octets.length < 11) return undefined;
  if (octets[5] !== 2) return "other";
  return (((octets[9] ?? 0) << 8) | (octets[10] ?? 0)) === legacyVersion(version) ? "server-hello" : "other";
}

/** The version in the body of a hello: TLS 1.3 has 1.2 there (RFC 8446 §4.1.2). */
function legacyVersion(version: Version): number {
  return Math.min(versions[version], versions["TLSv1.2"]);
}
