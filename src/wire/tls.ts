/** The only file that knows the TLS library. A test client accepts any certificate, and reports what it was. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import * as tls from "node:tls";
import type { Octets } from "../base/octets.ts";
import { type PlainProblem, problem } from "../base/problem.ts";
import type { Milliseconds } from "../base/time.ts";
import type { TlsFacts } from "./transcript.ts";

/** A TLS session over a socket: the stream to read and write, and what was agreed. */
export interface TlsSession {
  readonly stream: Duplex;
  readonly facts: TlsFacts;
  /** Says whether the last record that the server sent was a close_notify. */
  isNotified(): boolean;
  /** Reads no more of the socket: pausing the stream alone leaves the TLS library decrypting, without end, what nobody takes. */
  hold(): void;
  /** Reads the socket again. */
  release(): void;
}

/** A certificate of a client and its key (PEM). */
export interface ClientIdentity {
  readonly cert: string;
  readonly key: string;
}

export interface TlsOptions {
  /** The name to ask for (SNI) and to check the certificate against; an address is only checked. */
  readonly name: string;
  /** Root certificates (PEM) instead of the built-in ones. */
  readonly ca: string | undefined;
  /** What the client shows of itself where the server asks for it. */
  readonly identity?: ClientIdentity | undefined;
  readonly within: Milliseconds;
}

/** Why there is no TLS session. */
export interface NoTls extends PlainProblem {
  /** The time was over before anything was wrong. */
  readonly isTimeOut: boolean;
  /** What the server sent where a record of TLS was due; undefined where it sent records, or nothing. */
  readonly inClear: Octets | undefined;
}

/** Says that the server sent something else where a record of TLS was due. */
export function noRecord(octets: Octets): NoTls {
  return { ...problem("the TLS handshake failed: the server spoke in the clear"), isTimeOut: false, inClear: octets };
}

/**
 * Does a TLS handshake over a connected socket whose data nobody else reads. Resolves to a problem when it fails or
 * takes longer than `within`; never rejects for what the server sends.
 */
export function handshake(socket: Socket, options: TlsOptions): Promise<TlsSession | NoTls> {
  const records = watchRecords();
  let onFirst: (octets: Octets) => void = () => {};
  const { carrier, hold, release } = carry(socket, (octets) => {
    onFirst(new Uint8Array(octets));
    records.watch(octets);
  });
  const isAddress = /^[0-9.]+$|:/.test(options.name);
  const session = tls.connect({
    socket: carrier as unknown as Socket,
    rejectUnauthorized: false,
    ...(isAddress ? {} : { servername: options.name }),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...options.identity,
  });
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => end({ ...failed(`the TLS handshake took longer than ${options.within} ms`), isTimeOut: true }),
      options.within,
    );
    const end = (result: TlsSession | NoTls) => {
      clearTimeout(timer);
      session.off("end", onEnd);
      resolve(result);
    };
    const fail = (message: string) => end(failed(message));
    onFirst = (octets) => {
      onFirst = () => {};
      if (!isRecord(octets)) end(noRecord(octets));
    };
    const onEnd = () => fail("the server closed during the TLS handshake");
    session.once("end", onEnd);
    session.once("close", onEnd);
    session.on("error", (error: Error) => fail(`the TLS handshake failed: ${error.message}`));
    session.once("secureConnect", () => {
      try {
        const facts = readFacts(session, options.name);
        end({ stream: session, facts, isNotified: records.isNotified, hold, release });
      } catch (error) {
        fail(`the certificate cannot be read: ${(error as Error).message}`);
      }
    });
  });
}

function failed(message: string): NoTls {
  return { ...problem(message), isTimeOut: false, inClear: undefined };
}

/** Says why a certificate and its key are of no use, or undefined. */
export function findIdentityFlaw({ cert, key }: ClientIdentity): string | undefined {
  try {
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
      return "the key is not that of the certificate";
    }
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The types of records begin at 20 and end at 24 (RFC 8446 §5.1, RFC 6520 §3). */
function isRecord([type = 0]: Octets): boolean {
  return type >= 20 && type <= 24;
}

/**
 * Wraps the raw socket, so that the TLS library cannot hide how the server closed: with the bare socket it reports
 * close_notify, FIN, reset and a dead peer all as one `end`.
 */
function carry(
  socket: Socket,
  watch: (octets: Uint8Array) => void,
): Pick<TlsSession, "hold" | "release"> & { readonly carrier: Duplex } {
  let isHeld = false;
  const carrier = new Duplex({
    read: () => {
      if (!isHeld) socket.resume();
    },
    write: (chunk, _encoding, done) => {
      socket.write(chunk, (error) => done(error ?? null));
    },
    final: (done) => {
      socket.end(() => done());
    },
  });
  socket.on("data", (octets: Uint8Array) => {
    watch(octets);
    if (!carrier.push(octets) || isHeld) socket.pause();
  });
  socket.on("end", () => carrier.push(null));
  socket.on("error", () => carrier.push(null));
  carrier.on("error", () => {}); // The socket's own error says more, and is heard by the connection.
  return {
    carrier,
    hold() {
      isHeld = true;
      socket.pause();
    },
    release() {
      isHeld = false;
      socket.resume();
    },
  };
}

/** Follows the record headers of what a server sends, to distinguish a close_notify from a bare FIN. */
function watchRecords(): { watch(octets: Uint8Array): void; isNotified(): boolean } {
  let header: number[] = [];
  let left = 0;
  let last = { type: 0, octets: 0 };
  return {
    watch(octets) {
      for (let at = 0; at < octets.length;) {
        if (left > 0) {
          const skipped = Math.min(left, octets.length - at);
          left -= skipped;
          at += skipped;
          continue;
        }
        header.push(octets[at++] ?? 0);
        if (header.length < 5) continue;
        left = ((header[3] ?? 0) << 8) | (header[4] ?? 0);
        last = { type: header[0] ?? 0, octets: left };
        header = [];
      }
    },
    // RFC 5246 §6.2.1: an alert has type 21. In TLS 1.3 it hides in a record of 2 + 1 + 16 octets.
    isNotified: () => last.type === 21 || (last.type === 23 && last.octets === 19),
  };
}

function readFacts(session: tls.TLSSocket, name: string): TlsFacts {
  const certificate = session.getPeerCertificate();
  const distinguished = (part: unknown) =>
    Object.entries((part ?? {}) as Record<string, string | string[]>)
      .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join("+") : value}`).join(", ");
  const [from, to] = [new Date(certificate.valid_from), new Date(certificate.valid_to)];
  const now = Date.now();
  // The library looks at the name only once the chain is in order.
  const distrust = session.authorized || String(session.authorizationError) === "ERR_TLS_CERT_ALTNAME_INVALID"
    ? undefined
    : String(session.authorizationError ?? "unknown");
  return {
    protocol: session.getProtocol() ?? "unknown",
    cipher: session.getCipher().name,
    subject: distinguished(certificate.subject),
    names: (certificate.subjectaltname ?? "").split(", ").filter((entry) => entry !== ""),
    issuer: distinguished(certificate.issuer),
    validFrom: isNaN(from.getTime()) ? "unknown" : from.toISOString(),
    validTo: isNaN(to.getTime()) ? "unknown" : to.toISOString(),
    fingerprint: certificate.fingerprint256,
    isForName: isForName(name, certificate),
    isValidToday: from.getTime() <= now && now <= to.getTime(),
    isTrusted: distrust === undefined,
    distrust,
  };
}

/**
 * Says whether a certificate names a host as RFC 7817 wants it: in subjectAltName, whatever the common name is (§5), and
 * with no wildcard that is a part of a label (§3).
 */
function isForName(name: string, certificate: tls.PeerCertificate): boolean {
  const names = (certificate.subjectaltname ?? "").split(", ").filter((entry) => !/[^:.]\*|\*[^.]/.test(entry));
  if (names.join("") === "") return false;
  return tls.checkServerIdentity(name, { ...certificate, subjectaltname: names.join(", ") }) === undefined;
}
