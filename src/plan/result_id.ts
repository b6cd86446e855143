/**
 * The ids of results: AREA/TOPIC/CASE[VARIANT], with :ROLE where the case declares several roles, and with @HOST where a
 * run tests several hosts.
 */
import type { Case } from "../case/case.ts";
import type { Role } from "../smtp/role.ts";

/** Gives the id of a case's result in a role. */
export function idIn(each: Pick<Case, "id" | "ports">, role: Role): string {
  return each.ports.length > 1 ? `${each.id}:${role}` : each.id;
}

/** Gives the ids of all results that a case can have on a host, without the host. */
export function idsOf(each: Pick<Case, "id" | "ports">): string[] {
  return each.ports.length > 1 ? each.ports.map((role) => idIn(each, role)) : [each.id];
}

/** Gives the id of a result of a host; undefined for the only host of a run, whose results need not name it. */
export function idAt(id: string, host: string | undefined): string {
  return host === undefined ? id : `${id}@${host}`;
}

/** Gives the ids of all results that there can be on these hosts. `others` are ids that are no cases. */
export function knownIds(
  cases: readonly Pick<Case, "id" | "ports">[],
  { hosts, others }: { readonly hosts: readonly string[]; readonly others: readonly string[] },
): Set<string> {
  const ids = [...cases.flatMap(idsOf), ...others];
  return new Set(hosts.length > 1 ? hosts.flatMap((host) => ids.map((id) => idAt(id, host))) : ids);
}
