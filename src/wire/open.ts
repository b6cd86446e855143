/** Opening connections. Why one did not come about is an answer, never an exception. */
import * as net from "node:net";
import { type Milliseconds, showDuration } from "../base/time.ts";
import { Connection } from "./connection.ts";
import { type Ends, type ProxyVersion, writeProxyHeader } from "./proxy_header.ts";
import type { Transcript } from "./transcript.ts";

/** Where to connect to: a port at the first of some IP addresses that is there, or a socket in the file system. */
export type Destination = { readonly addresses: readonly string[]; readonly port: number } | { readonly path: string };

export interface ConnectOptions {
  readonly name: string;
  readonly transcript: Transcript;
  readonly within: Milliseconds;
  /** The header with which the connection begins, as through a proxy; undefined for none. */
  readonly proxy?: ProxyVersion | undefined;
}

/** Why no connection came about. `denied` is a permission that Deno did not give, and no fault of the server. */
export interface NoConnection {
  readonly kind: "refused" | "timeout" | "denied" | "unreachable";
  readonly why: string;
}

/** Opens a connection; resolves to the reason when there is none. */
export async function openConnection(
  destination: Destination,
  { name, transcript, within, proxy }: ConnectOptions,
): Promise<Connection | NoConnection> {
  const socket = await openSocket(destination, within);
  if ("kind" in socket) return socket;
  const connection = new Connection(socket, name, transcript);
  if (proxy !== undefined) await connection.introduce(writeProxyHeader(proxy, endsOf(socket)));
  return connection;
}

function endsOf({ localAddress, localPort, remoteAddress, remotePort }: net.Socket): Ends {
  return localAddress === undefined || remoteAddress === undefined
    ? undefined
    : { from: { address: localAddress, port: localPort ?? 0 }, to: { address: remoteAddress, port: remotePort ?? 0 } };
}

/** Opens a socket; resolves to the reason when there is none. */
export function openSocket(destination: Destination, within: Milliseconds): Promise<net.Socket | NoConnection> {
  return new Promise((resolve) => {
    let socket: net.Socket;
    try {
      socket = net.connect({ ...connectOptionsOf(destination), allowHalfOpen: true });
    } catch (error) {
      resolve(readConnectError(error as Error));
      return;
    }
    const timer = setTimeout(() => {
      socket.destroy();
      resolve({ kind: "timeout", why: `no connection within ${showDuration(within)}` });
    }, within);
    const onError = (error: Error) => {
      clearTimeout(timer);
      resolve(readConnectError(error));
    };
    socket.once("error", onError);
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.off("error", onError);
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

/** Several addresses stand in for the answer of a look-up, so that the system tries them as it would those of a name. */
function connectOptionsOf(destination: Destination): net.NetConnectOpts {
  if ("path" in destination) return destination;
  const { addresses, port } = destination;
  const [host, ...others] = addresses;
  if (host === undefined) throw new Error("Cannot connect to a host without an address");
  if (others.length === 0) return { host, port };
  const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return { host: "target", port, lookup: (_, __, done) => done(null, found) };
}

/** What the codes of the system mean. */
const plainWords: Readonly<Record<string, string>> = {
  EHOSTUNREACH: "there is no route to the host",
  ENETUNREACH: "there is no route to its network",
  EADDRNOTAVAIL: "there is no way to its address from here",
  ETIMEDOUT: "nothing answered the attempt to connect",
  ENOENT: "there is no such socket",
};

function readConnectError(error: Error): NoConnection {
  const codes = codesOf(error);
  if (
    codes.some((code) => /NotCapable|PermissionDenied|EPERM|EACCES/.test(code)) ||
    /Requires net access/.test(error.message)
  ) {
    return { kind: "denied", why: `Deno was not allowed to connect: ${error.message}` };
  }
  if (codes.includes("ECONNREFUSED")) return { kind: "refused", why: "the connection was refused" };
  if (codes.includes("ECONNRESET")) return { kind: "refused", why: "the connection was reset as soon as it was made" };
  const known = codes.find((code) => Object.hasOwn(plainWords, code));
  return { kind: "unreachable", why: plainWords[known ?? ""] ?? (error.message || codes.join(", ")) };
}

/** Where several addresses were tried, each has its error. */
function codesOf(error: Error): string[] {
  const own = (error as { code?: string }).code ?? error.name;
  return error instanceof AggregateError ? [own, ...error.errors.flatMap(codesOf)] : [own];
}
