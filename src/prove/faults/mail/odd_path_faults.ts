/** Faults that paths with odd local-parts meet before parameters. */
import type { Fault } from "../../fault.ts";
import { all, refuseArgument } from "../../mutations.ts";

/** Odd paths with parameters. */
export const oddPathFaults: readonly Fault[] = [
  {
    id: "equals-in-the-path",
    description: "looks for parameters in the local-part too",
    caughtBy: ["mail/parameters/after-odd-path[srs+body]", "rcpt/paths/with-parameter[equals]"],
    mutation: all(
      refuseArgument("MAIL", /=[^>]*@[^>]*> /, "501 5.5.4"),
      refuseArgument("RCPT", /=[^>]*@[^>]*> /, "501 5.5.4"),
    ),
  },
  {
    id: "bracket-in-the-path",
    description: "ends a path with parameters at the first bracket, in quotes or not",
    caughtBy: ["mail/parameters/after-odd-path[quoted-bracket+size]", "rcpt/paths/with-parameter[quoted-bracket]"],
    mutation: all(
      refuseArgument("MAIL", /^FROM:<"[^@]*>.*@.*> /i, "501 5.5.4"),
      refuseArgument("RCPT", /^TO:<"[^@]*>.*@.*> /i, "501 5.5.4"),
    ),
  },
];
