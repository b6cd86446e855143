/** What the families of faults of LMTP share. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { State, Turn } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";

/** Says whether a session is one of LMTP. */
export const isLmtp = ({ port }: Pick<State, "port">) => port === "lmtp";

/** Changes the turn at the end of a message over LMTP, be it by DATA or by BDAT. */
export const atTheEnd = (change: (turn: Turn, before: State) => Turn): Mutation => ({ endText, endChunk }) => ({
  endText: (state, text, context) => {
    const turn = endText(state, text, context);
    return isLmtp(state) ? change(turn, state) : turn;
  },
  endChunk: (state, chunk, octets, context) => {
    const turn = endChunk(state, chunk, octets, context);
    return isLmtp(state) && chunk.isLast ? change(turn, state) : turn;
  },
});

/** Makes a fault that the cases of LMTP see, and no others. */
export const lmtpFault = (id: string, description: string, caughtBy: readonly string[], mutation: Mutation): Fault => ({
  id: `lmtp-${id}`,
  description,
  caughtBy,
  alsoSeenBy: ["lmtp", "replies/lint/status-code"],
  mutation,
});
