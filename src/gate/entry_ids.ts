/** The ids of entries: which of them no result can have, and what was probably meant. Pure. */
import { askFor } from "../base/guess.ts";
import { closestPaths } from "../base/guess_path.ts";

const mostHinted = 20; // our choice: each of thousands of ids is compared with all of thousands
const mostNamed = 3; // our choice: of the results of one case, so many are named

/** Makes hints for the ids of entries that no result has: `otherwise` where nothing is near, and from the 21st on. */
export function makeIdHints(known: ReadonlySet<string>, otherwise: string): (id: string) => string {
  let hinted = 0;
  return (id) => (hinted++ < mostHinted ? hintFor(id, known) : undefined) ?? otherwise;
}

/** An entry is about one result: what is made of one host is none of several, and a case is none of its variants. */
function hintFor(id: string, known: ReadonlySet<string>): string | undefined {
  const own = [...known].filter((each) => each.startsWith(id) && /^[[:@]/.test(each.slice(id.length)));
  if (own.length > 0) {
    const more = own.length - mostNamed;
    const named = own.slice(0, mostNamed).join(", ") + (more > 0 ? ` and ${more} more` : "");
    return `write an entry of each ${own.every((each) => each[id.length] === "@") ? "host" : "result"}: ${named}`;
  }
  const near = closestPaths(id, known);
  return near.length === 0 ? undefined : askFor(near);
}
