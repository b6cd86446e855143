/** Faults that lines over the limits meet. */
import type { Fault } from "../../fault.ts";
import { meetsItsEnd } from "../replies/meets_its_end.ts";

/** Overlong lines. */
export const overlongFaults: readonly Fault[] = [
  {
    id: "overlong-line-kills",
    description: "dies of a command line of 1000 octets",
    caughtBy: ["limits/overlong/each-command[ehlo]"],
    alsoSeenBy: ["limits/overlong", "replies/one_each/overlong-line"],
    mutation: meetsItsEnd(/^[^\0]{1000}/, "dies"),
  },
];
