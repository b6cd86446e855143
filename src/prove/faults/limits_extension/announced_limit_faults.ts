/** Faults of the limits that LIMITS announces. */
import type { Fault } from "../../fault.ts";
import { offering } from "../../mutations.ts";
import { rare } from "../rare_parameters/rare.ts";

/** LIMITS. */
export const announcedLimitFaults: readonly Fault[] = [
  rare(
    "limits-made-up",
    "announces a limit of its own",
    ["limits_extension/limits/registered"],
    offering((lines) => lines.map((line) => line.startsWith("LIMITS") ? `${line} LINEMAX=5` : line)),
  ),
  rare(
    "limits-zero",
    "announces a limit of 0",
    ["limits_extension/limits/numbers"],
    offering((lines) => lines.map((line) => line.startsWith("LIMITS") ? `${line} MAILMAX=0` : line)),
  ),
  rare(
    "limits-no-number",
    "announces a limit without a number",
    ["limits_extension/limits/numbers"],
    offering((lines) => lines.map((line) => line.startsWith("LIMITS") ? `${line} RCPTDOMAINMAX` : line)),
  ),
  rare("limits-not-kept", "accepts fewer recipients than it announces", ["limits_extension/limits/recipients"], (
    { sizes },
  ) => ({ sizes: { ...sizes, recipients: 50 } })),
];
