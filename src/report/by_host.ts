/** The results of a run by host. A report of one host has nothing to part. Pure. */
import { countVerdicts, type Report, type Result } from "./report.ts";

/** Groups results by host, in the order in which the hosts come; empty where no result names its host. */
export function byHost(results: readonly Result[]): Map<string, Result[]> {
  const hosts = new Map<string, Result[]>();
  for (const result of results) {
    if (result.host === undefined) continue;
    const own = hosts.get(result.host);
    if (own === undefined) hosts.set(result.host, [result]);
    else own.push(result);
  }
  return hosts;
}

/** Gives a report of each host, as if it had been tested alone: no id in it names the host. */
export function partByHost(report: Report): Report[] {
  const hosts = byHost(report.results);
  return hosts.size === 0 ? [report] : [...hosts].map(([host, results]) => partOf(report, host, results));
}

function partOf(report: Report, host: string, own: readonly Result[]): Report {
  const { target, sanityChecks, facts, requirements, leftOut: _, ...rest } = report;
  const end = `@${host}`;
  const isOwn = (name: string) => name.endsWith(end);
  const bare = (name: string) => isOwn(name) ? name.slice(0, -end.length) : name;
  const results = own.map(({ host: _, ...result }) => ({
    ...result,
    id: bare(result.id),
    endpoint: result.endpoint === null ? null : bare(result.endpoint),
  }));
  const endpoints = target.endpoints.filter(({ name }) => isOwn(name));
  return {
    ...rest,
    target: {
      ...target,
      name: target.name.includes(host) ? host : `${target.name}, ${host}`,
      hosts: [host],
      endpoints: endpoints.map((endpoint) => ({ ...endpoint, name: bare(endpoint.name) })),
    },
    sanityChecks: sanityChecks.filter(({ endpoint }) => isOwn(endpoint))
      .map((check) => ({ ...check, endpoint: bare(check.endpoint) })),
    ...(facts === undefined ? {} : {
      facts: facts.filter(({ endpoint }) => isOwn(endpoint))
        .map((fact) => ({ ...fact, endpoint: bare(fact.endpoint), run: fact.run === null ? null : bare(fact.run) })),
    }),
    requirements: Object.fromEntries(
      Object.entries(requirements).map(([id, requirement]) => [
        id,
        { ...requirement, results: requirement.results.filter(isOwn).map(bare) },
      ]),
    ),
    results,
    summary: countVerdicts(results),
  };
}
