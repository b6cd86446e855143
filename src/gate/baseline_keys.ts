/** The keys of baselines. */
import type { Keys, Schema } from "../case/keys.ts";

/** What an editor reads as a number or as a truth is text to us. */
const text: Schema = { anyOf: [{ type: "string", pattern: "\\S" }, { type: ["number", "boolean"] }] };
const entries: Schema = { $ref: "#/$defs/entry" };

export const verdicts = ["fail", "warn"] as const;

export const fileKeys: Keys = {
  known: {
    description: "The failures that are accepted",
    schema: { anyOf: [{ type: "array", items: entries }, entries, { type: "null" }, { const: "" }] },
  },
};

export const entryKeys: Keys = {
  id: {
    description: "The id of the result, with its variant, role and host",
    schema: { anyOf: [{ type: "string", pattern: "^(?=[^]*\\S)[^*]+$" }, { type: ["number", "boolean"] }] },
  },
  verdict: { description: "fail or warn", schema: { enum: verdicts } },
  saw: { description: "What was received, as a key such as 250 2.1.0; left out, it may be anything", schema: text },
  why: { description: "Why you accept it", schema: text },
  link: { description: "Where it is discussed", schema: text },
  expires: {
    description: "The last day on which it is known, in UTC",
    schema: { type: "string", pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" },
  },
};
