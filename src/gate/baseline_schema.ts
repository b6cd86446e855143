/** The JSON Schema of baselines, for editors, made of the same tables as the reader. */
import type { Schema } from "../case/keys.ts";
import { objectOf } from "../case/schema.ts";
import { lintTopics } from "../judge/lint_topic.ts";
import { entryKeys, fileKeys } from "./baseline_keys.ts";

/** Makes the schema. What it lets pass is not all right: an id that no result has, say, only the reader sees. */
export function makeBaselineSchema(): Schema {
  const rule = { type: "string", pattern: `^(${lintTopics.join("|")})/[^/]+$` };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A baseline of smtpspec",
    ...objectOf(fileKeys, { required: ["known"] }),
    $defs: {
      entry: objectOf(entryKeys, {
        required: ["id", "verdict"],
        not: { required: ["id", "saw"], properties: { id: rule } }, // a rule of the linter has no saw
      }),
    },
  };
}
