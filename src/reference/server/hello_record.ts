/**
 * The first record of a TLS handshake as far as its version goes (RFC 8996): the runtime speaks no old TLS, neither to
 * use it nor to refuse it by the alert that the RFC demands. Octets are one character each.
 */

const tls12 = 0x0303;

/** Gives the version that a ClientHello asks for, or undefined for anything else. */
export function readHelloVersion(octets: string): number | undefined {
  const isClientHello = octets.length >= 11 && octets.charCodeAt(0) === 22 && octets.charCodeAt(5) === 1;
  return isClientHello ? octets.charCodeAt(9) * 256 + octets.charCodeAt(10) : undefined;
}

/** Answers a ClientHello of TLS 1.0 or 1.1 by the alert "protocol_version"; gives undefined where the handshake may go on. */
export function refuseOldVersion(octets: string): string | undefined {
  const version = readHelloVersion(octets);
  return version === undefined || version >= tls12 ? undefined : writeAlert(70); // RFC 5246 §7.2
}

/** Writes the record of a fatal alert. */
export function writeAlert(description: number): string {
  return `\x15\x03\x01\x00\x02\x02${String.fromCharCode(description)}`;
}

/** Writes the record of a ServerHello that agrees on a version, with RSA and AES (RFC 5246 §7.4.1.3). */
export function writeServerHello(version: number): string {
  const number = String.fromCharCode(version >> 8, version & 0xff);
  const body = `${number}${"\x2a".repeat(32)}\x00\x00\x2f\x00`;
  return `\x16${number}\x00${String.fromCharCode(body.length + 4)}\x02\x00\x00${
    String.fromCharCode(body.length)
  }${body}`;
}
