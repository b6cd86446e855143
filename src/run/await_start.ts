/** Waiting for a server that is starting. */
import type { Milliseconds } from "../base/time.ts";
import { openEndpoint } from "../session/open_endpoint.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import { sleep } from "../wire/sleep.ts";
import { Transcript } from "../wire/transcript.ts";
import type { Env } from "./env.ts";
import { takeGreeting } from "./still_answers.ts";
import { watchForTls } from "./tls_port.ts";

const pause: Milliseconds = 200; // our choice: between two looks at a server that is starting

/** Waits until a server has started, so long at the most; what it does then is judged later. */
export async function awaitStart(env: Env, endpoint: Endpoint, within: Milliseconds): Promise<void> {
  const start = env.clock();
  while (!env.signal.aborted && !(await env.pool.use(1, () => hasStarted(env, endpoint)))) {
    if (env.clock() - start >= within) return;
    await sleep(pause);
  }
}

/** Says whether a server sends anything at all, a greeting or not, or waits for TLS where it should greet. */
async function hasStarted(env: Env, endpoint: Endpoint): Promise<boolean> {
  const transcript = new Transcript(env.clock, env.secrets);
  const connection = await openEndpoint(endpoint, env.target, { name: "started", transcript, signal: env.signal });
  if ("kind" in connection) return false;
  const watch = roleRules[endpoint.role].tls === "implicit"
    ? undefined
    : watchForTls(env, endpoint, { connection, transcript });
  const received = await takeGreeting(env, endpoint, connection);
  connection.destroy();
  if (transcript.events.some(({ kind }) => kind === "received")) {
    watch?.stop();
    return true;
  }
  const inTls = received?.kind === "silence" ? await watch?.settle() : await watch?.found();
  if (inTls !== undefined) env.portsInTls.set(endpoint, inTls);
  return inTls !== undefined;
}
