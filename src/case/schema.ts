/** The JSON Schema of case files, for editors, made of the same tables as the reader. */
import { deliveredKeys, fieldKeys, outcomeKeys, receivedKeys, replyKeys, returnPathKeys } from "./answer_keys.ts";
import {
  authKeys,
  bdatKeys,
  caseKeys,
  fileKeys,
  type Keys,
  messageKeys,
  type Schema,
  sessionKeys,
  stepKeys,
  tlsKeys,
} from "./keys.ts";
import { levels } from "./case.ts";
import { standardSteps } from "./standard_steps.ts";

/** An object whose keys are all in a table. */
export function objectOf(keys: Keys, more: Schema = {}): Schema {
  const properties = Object.fromEntries(
    Object.entries(keys).map(([name, { description, schema }]) => [name, { description, ...schema }]),
  );
  return { type: "object", additionalProperties: false, properties, ...more };
}

/** Makes the schema. A value may be written `$column` wherever a row of variants can stand for it. */
export function makeSchema(): Schema {
  const words: Schema = { type: ["string", "number"] };
  const pattern: Schema = {
    anyOf: [words, { type: "array", items: { $ref: "#/$defs/pattern" } }, objectOf(replyKeys)],
  };
  const reply: Schema = { anyOf: [{ $ref: "#/$defs/pattern" }, objectOf(outcomeKeys)] };
  const oneLevel = { oneOf: levels.map((level) => ({ required: [level] })) };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A case file of smtpspec",
    ...objectOf(fileKeys, { required: ["title", "cases"] }),
    $defs: {
      case: objectOf({ ...stepKeys, ...caseKeys }, { required: ["id"], ...oneLevel }),
      step: objectOf(stepKeys, { minProperties: 1 }),
      given: { anyOf: [{ enum: [...standardSteps.keys()] }, { type: "string" }, { $ref: "#/$defs/step" }] },
      message: objectOf(messageKeys),
      bdat: objectOf(bdatKeys),
      tls: objectOf(tlsKeys),
      session: objectOf(sessionKeys),
      auth: { anyOf: [{ type: "string", pattern: "^\\$" }, objectOf(authKeys, { required: ["mechanism"] })] },
      delivered: objectOf(deliveredKeys, { required: ["to", "containing"] }),
      field: objectOf(fieldKeys, { required: ["name"] }),
      received: objectOf(receivedKeys, { minProperties: 1 }),
      returnPath: objectOf(returnPathKeys, { minProperties: 1 }),
      pattern,
      reply,
    },
  };
}
