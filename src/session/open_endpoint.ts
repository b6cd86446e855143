/** Connecting to an endpoint, at the addresses that its host was found to have when the run began. */
import { addressesOf } from "../targets/addresses.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Target } from "../targets/target.ts";
import type { Connection } from "../wire/connection.ts";
import { type NoConnection, openConnection } from "../wire/open.ts";
import type { Transcript } from "../wire/transcript.ts";

/** How to connect: under which name, in which transcript, and until when at the latest. */
export interface OpenOptions {
  readonly name: string;
  readonly transcript: Transcript;
  /** Aborted when the run is to end, and the connection with it. */
  readonly signal: AbortSignal;
}

/** Connects to an endpoint of a target; resolves to the reason when there is no connection. */
export async function openEndpoint(
  { address }: Endpoint,
  { addresses, deadlines, proxy }: Target,
  { name, transcript, signal }: OpenOptions,
): Promise<Connection | NoConnection> {
  const options = { name, transcript, within: deadlines.connect, proxy };
  const found = "path" in address ? undefined : addressesOf(addresses, address.host);
  if (found !== undefined && found.kind !== "found") return found;
  const destination = "path" in address ? address : { addresses: found?.addresses ?? [], port: address.port };
  const connection = await openConnection(destination, options);
  if (!("kind" in connection)) connection.endWith(signal);
  return connection;
}
