/** What stands between skipped results and their cases: what somebody could add, and what the server does not offer. Pure. */
import type { Result } from "./report.ts";

/** Something that would open cases, or that keeps them closed, and how many results it is about. */
export interface Opening {
  readonly words: string;
  readonly count: number;
}

/** What is known of skipped results, each kind with what opens most first. */
export interface Openings {
  /** What the user can add: flags, and endpoints. */
  readonly additions: readonly Opening[];
  /** Keywords that the server does not offer, and those that it offers where a case is about servers without. */
  readonly missing: readonly Opening[];
  readonly offered: readonly Opening[];
  /** Other reasons, as they stand. */
  readonly others: readonly Opening[];
}

interface Found {
  readonly kind: keyof Openings;
  readonly words: string;
}

/** One form of a reason, as the plan writes it. */
interface Form {
  readonly kind: keyof Openings;
  readonly pattern: RegExp;
  words(match: string): string;
}

const forms: readonly Form[] = [
  { kind: "additions", pattern: /^missing: ([^]+)$/, words: (match) => match },
  { kind: "additions", pattern: /^not allowed here: add ([^]+)$/, words: (match) => match },
  {
    kind: "additions",
    pattern: /^the target has no endpoint of the role ([a-z]+)/,
    words: (role) => `an endpoint of the role ${role}`,
  },
  { kind: "missing", pattern: /^the server does not offer ([A-Z0-9-]+)/, words: (keyword) => keyword },
  { kind: "offered", pattern: /^the server offers ([A-Z0-9-]+)/, words: (keyword) => keyword },
];

/** Sorts the reasons of skipped results. Where endpoints differ, what can be added somewhere is the one that counts. */
export function openingsOf(results: readonly Pick<Result, "verdict" | "reason">[]): Openings {
  const counts: Record<keyof Openings, Map<string, number>> = {
    additions: new Map(),
    missing: new Map(),
    offered: new Map(),
    others: new Map(),
  };
  for (const { verdict, reason } of results) {
    if (verdict !== "skip") continue;
    const { kind, words } = read(reason ?? "no reason was given");
    counts[kind].set(words, (counts[kind].get(words) ?? 0) + 1);
  }
  const list = (kind: keyof Openings) =>
    [...counts[kind]].map(([words, count]): Opening => ({ words, count }))
      .sort((one, other) => other.count - one.count);
  return { additions: list("additions"), missing: list("missing"), offered: list("offered"), others: list("others") };
}

function read(reason: string): Found {
  // "mx: …; submission: …": the reasons of several endpoints.
  const parts = reason.split(/; (?=[a-z]+: )/).map((part) => readPart(part.replace(/^(?:mx|submissions?|lmtp): /, "")));
  const known = parts.flatMap((part) => part ?? []);
  return known.find(({ kind }) => kind === "additions") ?? known[0] ?? { kind: "others", words: reason };
}

function readPart(part: string): Found | undefined {
  for (const { kind, pattern, words } of forms) {
    const [, match] = pattern.exec(part) ?? [];
    if (match !== undefined) return { kind, words: words(match) };
  }
  return undefined;
}
