/** Looking names of hosts up, as the system does. Why there is no address is an answer, never an exception. */
import * as dns from "node:dns";
import type { NoConnection } from "./open.ts";

/** What the look-up of a name gave: addresses in the order in which to try them, or why there is none. */
export type LookedUp = { readonly kind: "found"; readonly addresses: readonly string[] } | NoConnection;

/** Looks the addresses of a host up. */
export function lookUp(host: string): Promise<LookedUp> {
  return new Promise((resolve) => {
    dns.lookup(host, { all: true }, (error, found) => {
      resolve(
        error === null
          ? { kind: "found", addresses: [...new Set(found.map(({ address }) => address))] }
          : readLookUpError(host, error),
      );
    });
  });
}

function readLookUpError(host: string, { code, message }: NodeJS.ErrnoException): NoConnection {
  switch (code) {
    case "ENOTFOUND":
    case "ENODATA":
      return { kind: "unreachable", why: `the name ${host} was not found` };
    case "EAI_AGAIN":
      return { kind: "unreachable", why: `the name ${host} was not found: no name server answers` };
    case "EPERM":
      return { kind: "denied", why: `Deno was not allowed to look up the name ${host} (--allow-net=${host})` };
    default:
      return { kind: "unreachable", why: `the name ${host} was not found: ${message}` };
  }
}
