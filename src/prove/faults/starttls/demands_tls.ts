/** A choice that some faults need: a submission port that demands TLS before all else (RFC 3207 §4). */
import { reply } from "../../../reference/server/reply.ts";
import type { Choice } from "../../fault.ts";
import { afterVerb, just } from "../../mutations.ts";

/** What it replies to a client in plaintext. */
export const needsTls = reply("530 5.7.0", "Must issue a STARTTLS command first");

/** The port demands TLS. */
export const demandsTls: Choice = {
  id: "submission-demands-tls",
  description: "demands TLS on the submission port before all but NOOP, EHLO, STARTTLS and QUIT",
  rfc: "RFC 3207 §4",
  areas: ["submission"],
  mutation: afterVerb(
    "HELO MAIL RCPT DATA BDAT RSET VRFY EXPN HELP AUTH",
    (turn, state) => state.port === "submission" && !state.isTls ? just(state, needsTls) : turn,
  ),
};
