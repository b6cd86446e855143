/** A strict look at Markdown of ours: what only a stranger could have put in. */

/** Says what markup there is outside code that we do not write, or undefined. */
export function findMarkdownFault(text: string): string | undefined {
  const markup = withoutCode(text).replace(/\\[!-/:-@[-`{-~]/g, "");
  const strange = [...markup.matchAll(/\]\(([^)]*)\)/g)].map(([, link = ""]) => link)
    .find((link) => !/^https:\/\/www\.(?:rfc-editor|cve)\.org\//.test(link));
  if (strange !== undefined) return `a link to ${strange}`;
  const tag = /<(?!\/?(?:details|summary)>)[^\n]{0,20}/.exec(markup)?.[0];
  if (tag !== undefined) return `the tag ${tag}`;
  if (markup.includes("@")) return "a mention";
  return /`/.test(markup) ? "a code span that is not closed" : undefined;
}

/** Takes code blocks and code spans out, as CommonMark finds them. */
function withoutCode(text: string): string {
  return text
    .replace(/^(`{3,})[a-z]+\n[^]*?\n\1$/gm, "")
    .replace(/(?<![`\\])(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "");
}
