import { assertEquals } from "@std/assert";
import { isBorne } from "../case/check_claims.ts";
import { lints } from "../judge/lint.ts";
import { loadSuite } from "./suite_files.ts";

Deno.test("each rule of the linter names requirements of the catalogue, one of them as strong as its level", async () => {
  const { catalogue } = await loadSuite([]);
  const unknown = lints.flatMap(({ rule, requirements }) =>
    requirements.filter((id) => !catalogue.requirements.has(id)).map((id) => `${rule}: ${id}`)
  );
  assertEquals(unknown, []);
  assertEquals(lints.filter((lint) => !isBorne(lint, catalogue)).map(({ rule }) => rule), []);
});
