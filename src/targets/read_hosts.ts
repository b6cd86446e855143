/** The hosts of a target file: one under `host`, several under `hosts`, each with its ports. */
import { defaultRole, type Role, roleRules, roles } from "../smtp/role.ts";
import { type Entries, type Reading, readList, readMap, readText, refuse } from "../case/reader.ts";
import type { Node } from "../case/yaml.ts";
import type { Host, Listener } from "./endpoint.ts";
import { hostForm, pathForm } from "./form.ts";
import { checkForm, readForm } from "./read_form.ts";
import { hostKeys, mostHosts, portKeys } from "./target_keys.ts";

/** The port of a role, or the path of its socket. */
interface Port {
  readonly role: Role;
  readonly at: number | string;
}

/** Without ports, a host is a mail exchanger at the standard port. */
const standardPorts: readonly Port[] = [{ role: defaultRole, at: roleRules[defaultRole].standardPort }];

/** Reads the hosts; undefined where there is none. `file` is the whole target file. */
export function readHosts(reading: Reading, file: Node, entries: Entries): readonly Host[] | undefined {
  const [one, several, portsEntry] = [entries.get("host"), entries.get("hosts"), entries.get("ports")];
  const ports = portsEntry === undefined ? standardPorts : readPorts(reading, portsEntry.value);
  if (several === undefined) {
    if (one === undefined) return refuse(reading, file.span, `A target file needs "host"`, "write host: 127.0.0.1");
    const name = readForm(reading, one.value, hostForm);
    return name === undefined ? undefined : [{ name, listeners: listen(name, ports) }];
  }
  if (one === undefined) return readSeveral(reading, several.value, ports);
  return refuse(
    reading,
    one.key.span,
    `Cannot use "host" and "hosts" together`,
    "one host is host: mx.test, several are hosts: [mx1.test, mx2.test]",
  );
}

/** Reads several hosts; `shared` are the ports of those that have none of their own. */
function readSeveral(reading: Reading, node: Node, shared: readonly Port[]): readonly Host[] | undefined {
  const items = readList(node);
  if (items.length === 0) return refuse(reading, node.span, "A target needs a host", "write hosts: [mx1.test]");
  if (items.length > mostHosts) {
    return refuse(reading, node.span, `Cannot test ${items.length} hosts in one run`, `${mostHosts} at most`);
  }
  const hosts: Host[] = [];
  let left = shared;
  for (const item of items) {
    const host = readHost(reading, item);
    if (host === undefined) continue;
    const { name, ports = left } = host;
    if (hosts.some((other) => other.name.toLowerCase() === name.toLowerCase())) {
      refuse(reading, item.span, `The host "${name}" stands here twice`, "give all its ports in one place");
    } else if (host.ports === undefined && left.length === 0 && shared.length > 0) {
      refuse(reading, item.span, `The host "${name}" has no port`, "a socket belongs to the first host alone");
    } else hosts.push({ name, listeners: listen(name, ports) });
    if (host.ports === undefined) left = shared.filter(({ at }) => typeof at === "number");
  }
  return hosts;
}

function readHost(
  reading: Reading,
  node: Node,
): { readonly name: string; readonly ports?: readonly Port[] } | undefined {
  const entries = node.kind === "map" ? readMap(reading, node, hostKeys) : undefined;
  const nameNode = node.kind === "map" ? entries?.get("host")?.value : node;
  if (nameNode === undefined) {
    return refuse(reading, node.span, `A host needs "host"`, "write {host: mx1.test, ports: {mx: 25}}");
  }
  const name = readForm(reading, nameNode, hostForm);
  const ports = entries?.get("ports")?.value;
  if (name === undefined) return undefined;
  return ports === undefined ? { name } : { name, ports: readPorts(reading, ports) };
}

function readPorts(reading: Reading, node: Node): readonly Port[] {
  const entries = readMap(reading, node, portKeys);
  if (entries?.size === 0) refuse(reading, node.span, "A target needs a port", "write ports: {mx: 25}");
  return roles.flatMap((role): Port[] => {
    const value = entries?.get(role)?.value;
    const text = value === undefined ? undefined : readText(reading, value);
    if (value === undefined || text === undefined) return [];
    if (roleRules[role].mayBeSocket && text.startsWith("/")) {
      const path = checkForm(reading, { text, span: value.span }, pathForm);
      return path === undefined ? [] : [{ role, at: path }];
    }
    const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
    if (port >= 1 && port <= 65535) return [{ role, at: port }];
    refuse(reading, value.span, `Cannot read "${text}" as a port`, "a number, or for lmtp the path of a socket");
    return [];
  });
}

function listen(host: string, ports: readonly Port[]): Listener[] {
  return ports.map(({ role, at }) => ({ role, address: typeof at === "string" ? { path: at } : { host, port: at } }));
}
