/** The servers of the benchmark, from the matrix. */
import { domain, user } from "../matrix/fixtures.ts";
import { setups } from "../matrix/setups.ts";
import { fetchStore, findStore, storesFolder } from "../matrix/packages.ts";
import { startServer } from "../matrix/sandbox.ts";

/** A server that runs. */
export interface Server {
  readonly title: string;
  /** Its port for mail, on 127.0.0.1. */
  readonly port: number;
  /** A mailbox that it accepts mail for. */
  readonly rcpt: string;
  stop(): Promise<void>;
}

/** Starts a server of the matrix, and fetches it where it is missing. Rejects when it does not start. */
export async function startNamed(name: string): Promise<Server> {
  const setup = setups.find((each) => each.name === name);
  if (setup === undefined) throw new Error(`The matrix has no server "${name}"`);
  const folder = storesFolder();
  const store = await findStore(setup, folder) ?? await fetchStore(setup, folder);
  const running = await startServer(setup, store);
  return {
    title: running.title,
    port: running.ports.mx,
    rcpt: `${user}@${domain}`,
    stop: () => running.stop(),
  };
}
