/** Loading the shipped cases or the user's own. */
import { type CasePath, catalogueIn, loadCases, type Loaded } from "../case/load.ts";
import { shippedCases } from "./shipped_cases.ts";

/** The shipped catalogue of requirements. */
export const shippedCatalogue = catalogueIn(`${shippedCases}/requirements`);

/** Makes the paths to load: the folders and files that were named, or the shipped cases. */
export function casePaths(named: readonly string[]): CasePath[] {
  if (named.length === 0) return [{ path: shippedCases, under: shippedCases, label: "cases" }];
  return named.map((given) => {
    const path = given.replace(/\/+$/, "") || "/";
    if (!/\.ya?ml$/.test(path)) return { path, under: path, label: path };
    // A file of the shipped cases keeps its id; another file's id is its name.
    const full = path.startsWith("/") ? path : `${Deno.cwd()}/${path}`;
    if (full.startsWith(`${shippedCases}/`)) return { path: full, under: shippedCases, label: "cases" };
    const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    return { path, under: folder, label: folder };
  });
}

/**
 * Loads cases with the catalogue. `wants` narrows them, see `loadCases()`; a user's own are all loaded, so that all
 * that is wrong with them is shown. Rejects with a Deno error for a path that cannot be read.
 */
export async function loadSuite(named: readonly string[], wants?: (topic: string) => boolean): Promise<Loaded> {
  if (named.length === 0) return await (wants === undefined ? whole ??= load([]) : load([], wants));
  const loaded = await load(named, wants === undefined ? undefined : () => true);
  // What is meant may stand in a part of the catalogue that was not read.
  return loaded.problems.length > 0 && wants !== undefined ? await load(named) : loaded;
}

const load = (named: readonly string[], wants?: (topic: string) => boolean) =>
  loadCases(casePaths(named), shippedCatalogue, wants);

/** The shipped cases are read once: they do not change while smtpspec runs. */
let whole: Promise<Loaded> | undefined;
