/** Opening connections. Why one did not come about is an answer, never an exception. */
import * as net from "node:net";
import { type Milliseconds, showDuration } from "../base/time.ts";
import { Connection } from "./connection.ts";
import type { Transcript } from "./transcript.ts";

/** Where a server listens: a TCP port, or a socket in the file system. */
export type Address = { readonly host: string; readonly port: number } | { readonly path: string };

export interface ConnectOptions {
  readonly name: string;
  readonly transcript: Transcript;
  readonly within: Milliseconds;
  /** 4 or 6 to insist on a family, 0 for either. */
  readonly family: 0 | 4 | 6;
}

/** Why no connection came about. `denied` is a permission that Deno did not give, and no fault of the server. */
export interface NoConnection {
  readonly kind: "refused" | "timeout" | "denied" | "unreachable";
  readonly why: string;
}

/** Opens a connection; resolves to the reason when there is none. */
export function openConnection(address: Address, options: ConnectOptions): Promise<Connection | NoConnection> {
  return new Promise((resolve) => {
    let socket: net.Socket;
    try {
      socket = net.connect({ ...address, family: options.family, allowHalfOpen: true } as net.NetConnectOpts);
    } catch (error) {
      resolve(readConnectError(error as Error));
      return;
    }
    const timer = setTimeout(() => {
      socket.destroy();
      resolve({ kind: "timeout", why: `no connection within ${showDuration(options.within)}` });
    }, options.within);
    const onError = (error: Error) => {
      clearTimeout(timer);
      resolve(readConnectError(error));
    };
    socket.once("error", onError);
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.off("error", onError);
      socket.setNoDelay(true);
      resolve(new Connection(socket, options.name, options.transcript));
    });
  });
}

function readConnectError(error: Error): NoConnection {
  const code = (error as { code?: string }).code ?? error.name;
  if (/NotCapable|PermissionDenied|EPERM|EACCES/.test(code) || /Requires net access|NotCapable/.test(error.message)) {
    return { kind: "denied", why: `Deno was not allowed to connect: ${error.message}` };
  }
  if (code === "ECONNREFUSED") return { kind: "refused", why: "the connection was refused" };
  if (code === "ECONNRESET") return { kind: "refused", why: "the connection was reset as soon as it was made" };
  return { kind: "unreachable", why: error.message };
}
