/** Targets as they are written on a command line. */
import { askFor, closest } from "../base/guess.ts";
import { type PlainProblem, problem } from "../base/problem.ts";
import { defaultRole, type Role, roleRules, roles } from "../smtp/role.ts";
import type { Listener } from "./endpoint.ts";
import { hostForm, pathForm } from "./form.ts";

/** The scheme of each role, and other names for some of them. */
const schemes: ReadonlyMap<string, Role> = new Map<string, Role>([
  ...roles.map((role) => [roleRules[role].scheme, role] as const),
  ["smtps", "submissions"], // what port 465 is often called
]);

const mostPort = 65_535; // RFC 9293 §3.1: 16 bits

/** Reads smtp://HOST:PORT, lmtp:///path/to/socket, or HOST[:PORT]; a problem says what is wrong. */
export function parseTarget(text: string): Listener | PlainProblem {
  const match = /^(?:([a-z]+):\/\/)?(.*)$/i.exec(text);
  const scheme = match?.[1]?.toLowerCase();
  const role = scheme === undefined ? defaultRole : schemes.get(scheme);
  const rest = match?.[2] ?? "";
  if (role === undefined) {
    const known = [...schemes.keys()].map((name) => `${name}://`);
    const near = closest(`${scheme}://`, known);
    const hint = near.length === 0
      ? `known schemes are ${known.join(" ")}`
      : askFor(near.map((each) => `${each}${rest}`));
    return problem(`Cannot read target "${text}": ${hint}`);
  }
  const { mayBeSocket, standardPort } = roleRules[role];
  if (mayBeSocket && rest.startsWith("/")) {
    return pathForm.fits(rest)
      ? { role, address: { path: rest } }
      : problem(`Cannot use "${rest}" as a path: ${pathForm.hint}`);
  }
  const address = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9_.-]+))(?::([0-9]{1,5}))?\/?$/.exec(rest);
  const host = address?.[1] ?? address?.[2];
  const port = address?.[3] === undefined ? standardPort : Number(address[3]);
  if (port < 1 || port > mostPort) {
    return problem(`Cannot read target "${text}": a port is a number from 1 to ${mostPort}`);
  }
  if (host === undefined || !hostForm.fits(host)) {
    return problem(
      `Cannot read target "${text}": write smtp://HOST:PORT, HOST:PORT, lmtp:///SOCKET or the path of a target file`,
    );
  }
  return { role, address: { host, port } };
}

/** Writes an endpoint as a target that `parseTarget()` reads. */
export function showListener({ role, address }: Listener): string {
  const { scheme } = roleRules[role];
  if ("path" in address) return `${scheme}://${address.path}`;
  return `${scheme}://${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;
}
