/**
 * Compares the cases of two folders by their compiled forms, and prints where they differ: for a rewriting that is to
 * change the text of cases and nothing else. Needs the two folders; the exit code is 1 where any case differs.
 */
import { compiledForm, type Data, differencesOf } from "./compiled_form.ts";
import { catalogueIn, loadCases } from "./load.ts";

const mostCharacters = 120; // our choice: a value in one line

function print(stream: { writeSync(octets: Uint8Array): number }, line: string): void {
  const octets = new TextEncoder().encode(`${line}\n`);
  for (let at = 0; at < octets.length;) at += stream.writeSync(octets.subarray(at));
}

async function formsOf(folder: string): Promise<ReadonlyMap<string, Data>> {
  const { cases, problems } = await loadCases(
    [{ path: folder, under: folder, label: folder }],
    catalogueIn(`${folder}/requirements`),
  );
  for (const { message, span } of problems) print(Deno.stderr, `${span.source.path}: ${message}`);
  if (problems.length > 0) Deno.exit(2);
  return new Map(cases.map((each) => [each.id, compiledForm(each)]));
}

function show(data: Data | undefined): string {
  const text = data === undefined ? "nothing" : JSON.stringify(data);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}

const [first, second] = Deno.args;
if (first === undefined || second === undefined) {
  print(Deno.stderr, "Cannot compare without two folders of cases: deno task compare-cases BEFORE AFTER");
  Deno.exit(3);
}
const [before, after] = [await formsOf(first), await formsOf(second)];
const ids = [...new Set([...before.keys(), ...after.keys()])];
const changed = ids.filter((id) => differencesOf(before.get(id), after.get(id)).length > 0);
for (const id of changed) {
  print(Deno.stdout, id);
  for (const { path, before: old, after: present } of differencesOf(before.get(id), after.get(id))) {
    print(Deno.stdout, `  ${path || "the case"}: ${show(old)} → ${show(present)}`);
  }
}
print(Deno.stdout, `${ids.length} cases, ${changed.length} differ`);
Deno.exit(changed.length > 0 ? 1 : 0);
