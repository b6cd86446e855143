/** A mutation that faults of submission and of implicit TLS share. */
import type { Handler, Mutation } from "../../../reference/server/behaviour.ts";
import type { State } from "../../../reference/server/state.ts";
import { isSubmission } from "../../../reference/server/submission.ts";
import { onVerb } from "../../mutations.ts";

/** Lets a command pass as if there were a login, when it fits. */
export const open = (verbs: string, isOpen: (state: State, argument: string) => boolean): Mutation =>
  onVerb(verbs, (right): Handler => (state, argument, context) => {
    if (!isSubmission(state) || state.user !== undefined || !isOpen(state, argument)) {
      return right(state, argument, context);
    }
    const turn = right({ ...state, user: "anybody" }, argument, context);
    return { ...turn, state: { ...turn.state, user: undefined } };
  });
