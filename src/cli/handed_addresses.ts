/**
 * The addresses of a target's hosts on their way from the step that asks Deno for permissions to the run. The run may
 * connect to those addresses and look nothing up, so that no name can lead it elsewhere meanwhile.
 */
import type { Addresses } from "../targets/addresses.ts";

/** The environment variable in which they are handed over. `src/launch/launch.ts` sets it. */
export const addressesVariable = "SMTPSPEC_ADDRESSES";

/** Writes addresses as `readAddresses()` takes them, in one line. */
export function writeAddresses(addresses: Addresses): string {
  return JSON.stringify([...addresses]);
}

/** Reads what `writeAddresses()` wrote. */
export function readAddresses(text: string): Addresses {
  return new Map(JSON.parse(text));
}

/** Gives the addresses that were handed over; undefined where smtpspec was started without its launcher. */
export function handedAddresses(): Addresses | undefined {
  try {
    const text = Deno.env.get(addressesVariable);
    return text === undefined ? undefined : readAddresses(text);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}
