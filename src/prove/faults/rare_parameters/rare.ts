/** What the faults of extensions share that few servers have, and that a choice offers. */
import type { Mutation, ParameterRule } from "../../../reference/server/behaviour.ts";
import { rareExtensions } from "../../choices/rare_choice.ts";
import type { Fault } from "../../fault.ts";

/** A fault of the server that offers them all. */
export const rare = (id: string, description: string, caughtBy: readonly string[], mutation: Mutation): Fault => ({
  id,
  description,
  choice: rareExtensions.id,
  caughtBy,
  alsoSeenBy: [...new Set(caughtBy.map((glob) => glob.replace(/\/[^/]*$/, "")))],
  mutation,
});

/** Accepts any value. */
export const taken: ParameterRule = () => undefined;
/** Makes a rule accept any value. */
export const acceptsAll = () => taken;
