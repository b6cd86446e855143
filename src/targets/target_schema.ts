/** The JSON Schema of target files, for editors, made of the same tables as the reader. */
import { type Schema } from "../case/keys.ts";
import { objectOf } from "../case/schema.ts";
import { addressForm } from "./form.ts";
import { schemaOf } from "./form_schema.ts";
import { mailSourceKinds, mailSources } from "./mail_source.ts";
import { hostKeys, portKeys, targetKeys, withinKeys } from "./target_keys.ts";

/** Makes the schema. What it lets pass is not all right: two hosts of one name, say, only the reader sees. */
export function makeTargetSchema(): Schema {
  const kinds = mailSourceKinds.map((kind) => {
    const { keys, forms } = mailSources[kind];
    const withForms = Object.entries(keys).map(([name, key]) => {
      const form = forms[name];
      return [name, form === undefined ? key : { ...key, schema: schemaOf(form) }] as const;
    });
    return objectOf(Object.fromEntries(withForms), { required: [kind] });
  });
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A target file of smtpspec",
    ...objectOf(targetKeys, { oneOf: [{ required: ["host"] }, { required: ["hosts"] }] }),
    $defs: {
      ports: objectOf(portKeys, { minProperties: 1 }),
      host: objectOf(hostKeys, { required: ["host"] }),
      within: objectOf(withinKeys),
      mailboxes: {
        type: "object",
        propertyNames: schemaOf(addressForm),
        additionalProperties: { oneOf: kinds },
      },
    },
  };
}
