/** The mechanism to log in with, where a case names none. */
import { offers } from "../smtp/ehlo.ts";
import { strongestFirst } from "../smtp/sasl.ts";
import { isLoopback, type Target } from "../targets/target.ts";
import type { Session } from "./session.ts";

/** Why there is none. */
export const noMechanism = "the server offers no mechanism that can be used here";

/** Gives the best mechanism of those in the latest offer, one that is known to be refused last; undefined for none. */
export function bestMechanism(
  session: Session,
  target: Target,
  refused: ReadonlySet<string> = new Set(),
): string | undefined {
  const usable = usableMechanisms(session, target);
  return usable.find((name) => !refused.has(name)) ?? usable[0];
}

/** Gives the mechanisms of the latest offer that the runner can play here, best first. */
export function usableMechanisms({ connection, offer }: Session, target: Target): string[] {
  const isSafe = connection.tls !== undefined || isLoopback(target);
  // Inside TLS the plainest mechanism is the surest; outside, the password itself only goes over loopback.
  const choices = new Set(connection.tls === undefined ? strongestFirst : ["PLAIN", ...strongestFirst]);
  return [...choices].filter((name) =>
    offer !== undefined && offers(offer, `AUTH ${name}`) && (isSafe || (name !== "PLAIN" && name !== "LOGIN"))
  );
}
