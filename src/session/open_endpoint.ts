/** Connecting to an endpoint, at the addresses that its host was found to have when the run began. */
import { addressesOf } from "../targets/addresses.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Target } from "../targets/target.ts";
import type { Connection } from "../wire/connection.ts";
import { type NoConnection, openConnection } from "../wire/open.ts";
import type { Transcript } from "../wire/transcript.ts";

/** Connects to an endpoint of a target; resolves to the reason when there is no connection. */
export function openEndpoint(
  { address }: Endpoint,
  { addresses, deadlines }: Target,
  { name, transcript }: { readonly name: string; readonly transcript: Transcript },
): Promise<Connection | NoConnection> {
  const options = { name, transcript, within: deadlines.connect };
  if ("path" in address) return openConnection(address, options);
  const found = addressesOf(addresses, address.host);
  return found.kind === "found"
    ? openConnection({ addresses: found.addresses, port: address.port }, options)
    : Promise.resolve(found);
}
