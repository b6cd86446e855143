/** The schemas for editors: where they are shipped, and the line by which a file names one. */
import type { Schema } from "../case/keys.ts";
import { makeSchema } from "../case/schema.ts";
import { makeBaselineSchema } from "../gate/baseline_schema.ts";
import { makeTargetSchema } from "../targets/target_schema.ts";

/** A schema: its path below the root of smtpspec, and what stands in it. */
export interface SchemaFile {
  readonly path: string;
  text(): string;
}

/** Lists the schemas. */
export function schemaFiles(): SchemaFile[] {
  const write = (make: () => Schema) => () => `${JSON.stringify(make(), null, 2)}\n`;
  return [
    { path: "cases/schema.json", text: write(makeSchema) },
    { path: "schemas/target.json", text: write(makeTargetSchema) },
    { path: "schemas/baseline.json", text: write(makeBaselineSchema) },
  ];
}
