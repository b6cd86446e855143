/** Faults of the command STARTTLS: how it is read, and when it is offered and demanded. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { just, offering, onVerb } from "../../mutations.ts";
import { ir } from "../auth/mechanism_mutations.ts";
import { upperOnly } from "../commands/upper_only.ts";

/** STARTTLS. */
export const starttlsCommandFaults: readonly Fault[] = [
  upperOnly(["STARTTLS"], ["starttls/command/handshake[mixed-case]"]),
  {
    id: "input-starttls-lost",
    description: "loses a STARTTLS that comes after another command",
    caughtBy: ["starttls/command/last-of-a-group"],
    mutation: ({ keepInput }) => ({
      keepInput: (rest, turn) => /^STARTTLS\r\n$/.test(rest) ? "" : keepInput(rest, turn),
    }),
  },
  {
    id: "starttls-offered-after-login",
    description: "offers STARTTLS again after a login inside TLS",
    caughtBy: ["starttls/command/gone-after-login"],
    mutation: offering((lines, { user }) => user === undefined ? lines : [...lines, "STARTTLS"]),
  },
  {
    id: "auth-tells-in-words",
    description: "refuses the right password in plaintext with the same code and other text",
    caughtBy: ["starttls/demanded/same-refusal"],
    mutation: onVerb(
      "AUTH",
      (right) => (state, argument, context) =>
        !state.isTls && argument === `PLAIN ${ir}`
          ? just(state, reply("504 5.5.4", "Send STARTTLS first"))
          : right(state, argument, context),
    ),
  },
];
