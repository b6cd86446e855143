/** What software a server is: out of what it shows, or what its owner says. What a server shows is matched, never kept. */
import { suggest } from "../base/guess.ts";
import { type PlainProblem, problem } from "../base/problem.ts";
import { softwareOf, softwares } from "./software.ts";

/** How it is known: from the greeting, from the answer to EHLO, or by its owner. */
export const evidences = ["greeting", "EHLO", "owner"] as const;

/** A software that is known, its version where that is known too, and how it is known. */
export interface KnownSoftware {
  readonly name: string;
  readonly version: string | null;
  readonly by: typeof evidences[number];
}

/** What a server showed: the texts of its greeting and of the first line of its answer to EHLO. */
export interface Shown {
  readonly greeting: string;
  readonly hello: string;
}

const mostRead = 1000; // our choice: a name stands near the beginning

/** Finds the software that a server shows itself to be; undefined where none is known. */
export function detectSoftware({ greeting, hello }: Shown): KnownSoftware | undefined {
  return find("greeting", greeting) ?? find("EHLO", hello);
}

function find(by: "greeting" | "EHLO", text: string): KnownSoftware | undefined {
  for (const software of softwares) {
    const match = (by === "greeting" ? software.greeting : software.hello)?.exec(text.slice(0, mostRead));
    if (match !== null && match !== undefined) return { name: software.name, version: match[1] ?? null, by };
  }
  return undefined;
}

/** Writes a software as `readSoftware()` reads it. */
export function writeSoftware({ name, version }: Pick<KnownSoftware, "name" | "version">): string {
  return version === null ? name : `${name}/${version}`;
}

/** Reads what an owner says: a name, or NAME/VERSION. */
export function readSoftware(text: string): KnownSoftware | PlainProblem {
  const [, word = "", version = null] = /^([^/]*)(?:\/([0-9]{1,5}(?:\.[0-9]{1,5}){0,3}))?$/.exec(text) ?? [];
  const name = word.toLowerCase();
  if (softwareOf(name) !== undefined) return { name, version, by: "owner" };
  return problem(suggest(name, softwares.map((each) => each.name)));
}
