/** Counting replies without reading them: the least that a client must do to stay synchronized. Pure. */

/** Counts the replies in a text: lines with a code that no hyphen follows. `rest` is what has no line end yet. */
export function countReplies(text: string): { readonly count: number; readonly rest: string } {
  let count = 0;
  let at = 0;
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", at)) {
    if (text[at + 3] !== "-") count++;
    at = end + 1;
  }
  return { count, rest: text.slice(at) };
}
