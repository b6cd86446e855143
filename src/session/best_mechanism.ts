/** The mechanism to log in with, where a case names none. */
import { offers } from "../smtp/ehlo.ts";
import { strongestFirst } from "../smtp/sasl.ts";
import { isLoopback, type Target } from "../targets/target.ts";
import type { Session } from "./session.ts";

/** Why there is none. */
export const noMechanism = "the server offers no mechanism that can be used here";

/** Gives the best mechanism of those in the latest offer, or undefined. */
export function bestMechanism({ connection, offer }: Session, target: Target): string | undefined {
  const isSafe = connection.tls !== undefined || isLoopback(target);
  // Inside TLS the plainest mechanism is the surest; outside, the password itself only goes over loopback.
  const choices = connection.tls === undefined ? strongestFirst : ["PLAIN", ...strongestFirst];
  return choices.find((name) =>
    offer !== undefined && offers(offer, `AUTH ${name}`) && (isSafe || (name !== "PLAIN" && name !== "LOGIN"))
  );
}
