/** The suite as a whole: compared with the bare replay of its octets, and against a server that is far away. */
import { allSteps } from "../case/steps.ts";
import type { Case } from "../case/case.ts";
import { median, type Row, showRatio, showTime } from "./figures.ts";
import { startRelay, type Write } from "./relay.ts";
import { replay } from "./replay.ts";
import type { Server } from "./servers.ts";
import { playCases } from "./suite_run.ts";

const rounds = 7;
const jobs = 16; // what `smtpspec run` has on loopback
const manyJobs = 24; // so many that neither side waits for a free connection, so that only work is compared
const distance = 50; // milliseconds, there and back

/** Times the suite, in turns with a program that writes the same octets and only counts replies. */
export async function measureReplay(server: Server, suite: readonly Case[]): Promise<Row[]> {
  const cases = await playableCases(server, suite);
  return [await measureReplayOf(cases, server, jobs), await measureReplayOf(cases, server, manyJobs)];
}

async function measureReplayOf(cases: readonly Case[], { title, port, rcpt }: Server, jobs: number): Promise<Row> {
  const relay = await startRelay(port, 0);
  await playCases({ port: relay.port, rcpt, cases, jobs });
  const sessions = relay.sessions().filter(({ writes }) => !writes.some(isTls));
  await relay.stop();
  const own: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    own.push((await playCases({ port, rcpt, cases, jobs })).durationMs);
    bare.push(await replay(sessions, port, jobs));
  }
  const [time, least] = [median(own), median(bare)];
  return {
    what: `The suite against ${title}: ${cases.length} cases in ${sessions.length} sessions, ${jobs} at a time, ` +
      "beside the bare replay",
    figure: showTime(time),
    next: showTime(least),
    ratio: showRatio(time, least),
    bound: jobs === manyJobs ? "at most 1.25" : undefined,
    isKept: time / least <= 1.25,
  };
}

/** Times the suite against a server 25 ms away in each direction, compared with the least that round trips allow. */
export async function measureDistance({ title, port, rcpt }: Server, suite: readonly Case[]): Promise<Row[]> {
  const cases = await playableCases({ port, rcpt }, suite);
  const relay = await startRelay(port, distance / 2);
  const report = await playCases({ port: relay.port, rcpt, cases, jobs });
  const turns = relay.sessions().reduce((sum, { writes, trips }) => sum + trips * distance + waited(writes), 0);
  await relay.stop();
  const least = turns / jobs;
  return [{
    what: `The suite against ${title}, ${distance} ms away, beside its round trips ÷ ${jobs} connections`,
    figure: showTime(report.durationMs),
    next: showTime(least),
    ratio: showRatio(report.durationMs, least),
    bound: "at most 1.5",
    isKept: report.durationMs / least <= 1.5,
  }];
}

const waited = (writes: readonly { readonly pause: number }[]) => writes.reduce((sum, { pause }) => sum + pause, 0);

/** Octets inside TLS cannot be replayed. */
const isTls = ({ octets }: Write) => octets[0] === 0x16 && octets[1] === 0x03; // a handshake record, RFC 8446 §5.1

/**
 * Leaves out what cannot be replayed, TLS, and what waits for silence: the cases that do so always, and those that meet
 * a server which is silent.
 */
async function playableCases(
  { port, rcpt }: Pick<Server, "port" | "rcpt">,
  suite: readonly Case[],
): Promise<readonly Case[]> {
  const quick = suite.filter(({ steps, session, area }) =>
    !session.has("tls") && area !== "starttls" &&
    !allSteps(steps).some(({ action, expect }) =>
      ["wait", "tls", "hello"].includes(action.kind) || expect.some(({ kind }) => kind === "silence")
    )
  );
  const { results } = await playCases({ port, rcpt, cases: quick, jobs });
  const slow = new Set(results.filter(({ durationMs }) => durationMs > 3_000).map(({ id }) => id));
  return quick.filter(({ id }) => !slow.has(id));
}
