/** Targets as they are written on a command line. */
import type { Role } from "../smtp/role.ts";
import type { Port } from "./target.ts";

const schemes: Readonly<Record<string, readonly [Role, number]>> = {
  smtp: ["mx", 25],
  smtps: ["submissions", 465],
  submission: ["submission", 587],
  submissions: ["submissions", 465],
  lmtp: ["lmtp", 24],
};

/** Reads smtp://HOST:PORT, lmtp:///path/to/socket, or HOST[:PORT]; a sentence says what is wrong. */
export function parseTarget(text: string): Port | string {
  const match = /^(?:([a-z]+):\/\/)?(.*)$/i.exec(text);
  const scheme = schemes[match?.[1]?.toLowerCase() ?? "smtp"];
  const rest = match?.[2] ?? "";
  if (scheme === undefined) {
    return `Cannot read target "${text}": known schemes are ${
      Object.keys(schemes).map((name) => `${name}://`).join(" ")
    }`;
  }
  const [kind, standard] = scheme;
  if (kind === "lmtp" && rest.startsWith("/")) return { kind, address: { path: rest } };
  const address = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9_.-]+))(?::([0-9]{1,5}))?\/?$/.exec(rest);
  const host = address?.[1] ?? address?.[2];
  const port = address?.[3] === undefined ? standard : Number(address[3]);
  if (host === undefined || port < 1 || port > 65535) {
    return `Cannot read target "${text}": write smtp://HOST:PORT, HOST:PORT, lmtp:///SOCKET or the path of a target file`;
  }
  return { kind, address: { host, port } };
}

/** Writes a port as a target that `parseTarget()` reads. */
export function showPort({ kind, address }: Port): string {
  const scheme = kind === "mx" ? "smtp" : kind;
  if ("path" in address) return `${scheme}://${address.path}`;
  return `${scheme}://${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;
}
