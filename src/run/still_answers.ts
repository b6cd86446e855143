/** Looks at a server from outside all sessions: does it greet? */
import { isProblem } from "../base/problem.ts";
import type { Milliseconds } from "../base/time.ts";
import { openEndpoint } from "../session/open_endpoint.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import { sleep } from "../wire/connection.ts";
import { Transcript } from "../wire/transcript.ts";
import type { Env } from "./env.ts";

/** Asks after a hostile case whether the server still answers: any greeting will do. */
export async function stillAnswers(env: Env, endpoint: Endpoint): Promise<boolean> {
  const waits: readonly Milliseconds[] = [0, 500, 2_000, 5_000]; // our choice: a supervisor may restart it
  for (const wait of waits) {
    if (env.signal.aborted) return true;
    if (wait > 0) await sleep(wait);
    const answered = await env.pool.use(1, () => greets(env, endpoint));
    if (answered) return true;
  }
  return false;
}

const pause: Milliseconds = 200; // our choice: between two looks at a server that is starting

/** Waits until a server that may be starting greets, so long at the most; what it does then is judged later. */
export async function awaitGreeting(env: Env, endpoint: Endpoint, within: Milliseconds): Promise<void> {
  const start = env.clock();
  while (!env.signal.aborted && !(await env.pool.use(1, () => greets(env, endpoint)))) {
    if (env.clock() - start >= within) return;
    await sleep(pause);
  }
}

async function greets(env: Env, endpoint: Endpoint): Promise<boolean> {
  const transcript = new Transcript(env.clock, env.secrets);
  const { deadlines, ca } = env.target;
  const connection = await openEndpoint(endpoint, env.target, { name: "still there", transcript, signal: env.signal });
  if ("kind" in connection) return false;
  if (roleRules[endpoint.role].tls === "implicit") {
    const facts = await connection.startTls({ name: endpoint.tlsName, ca, within: deadlines.greeting });
    if (isProblem(facts)) {
      connection.destroy();
      return false;
    }
  }
  const received = await connection.next(deadlines.greeting);
  if (received.kind === "reply") {
    await connection.write([{ octets: new TextEncoder().encode("QUIT\r\n"), secrets: [] }], 0);
  }
  connection.destroy();
  return received.kind === "reply";
}
