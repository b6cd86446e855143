/** Faults in content that is nobody's business on the way. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Fault } from "../../fault.ts";
import { anew } from "../../mutations.ts";

const replacement = "\xef\xbf\xbd"; // U+FFFD

/** Changes what is stored of the content. */
const stores = (change: (content: string) => string): Mutation => ({ store }) => ({
  store: (content, trace) => store(change(content), trace),
});

/** Content. */
export const unchangedFaults: readonly Fault[] = [
  {
    id: "multipart-mended",
    description: "closes a multipart that is not closed",
    caughtBy: ["transparency/content/multipart-defects[unclosed-multipart]"],
    mutation: stores((content) =>
      /boundary=b\r/.test(content) && !content.includes("--b--") ? `${content}--b--\r\n` : content
    ),
  },
  {
    id: "broken-base64-mended",
    description: "removes what is no base64 from a body that is labelled so",
    caughtBy: ["transparency/content/mime-defects[bad-base64]"],
    mutation: stores((content) => /Encoding: base64\r/.test(content) ? content.replace("a!b=c", "abc=") : content),
  },
  ...([
    ["unfolded", "unfolds the fields of a header", "fold", (field) => field.replace(/\r\n[ \t]+/g, " ")],
    [
      "trimmed",
      "removes white space at the end of fields",
      "space-at-the-end",
      (field) => field.replace(/[ \t]+$/, ""),
    ],
    ["spaced", "puts one space after the colon", "no-space-after-colon", (field) => field.replace(/:[ \t]*/, ": ")],
    [
      "named",
      "writes the names of fields in capitals and small letters",
      "letters-of-the-name",
      (field) =>
        field.replace(/^[^:]*/, (name) => name.toLowerCase().replace(/\b[a-z]/g, (letter) => letter.toUpperCase())),
    ],
    ["decoded", "decodes encoded words", "encoded-word", (field) => field.replace(/=\?utf-8\?q\?(\S*)\?=/g, "$1")],
  ] as const satisfies readonly (readonly [string, string, string, (field: string) => string])[]).map(
    ([id, description, row, change]): Fault => ({
      id: `fields-${id}`,
      description,
      caughtBy: [`transparency/header/fields[${row}]`],
      mutation: stores((content) =>
        content.replace(/^(x-probe:[^\r]*(?:\r\n[ \t][^\r]*)*)(?=\r\n)/im, (field) => change(field))
      ),
    }),
  ),
  {
    id: "utf-8-by-reads",
    description: "decodes UTF-8 by what one read brings",
    caughtBy: ["transparency/content/cut-within-a-character"],
    mutation: anew(() => {
      let cut = ""; // a character that two reads share
      return ({ findEnd, store }) => ({
        findEnd: (text, from, read) => {
          const first = text.slice(read - 1, read + 1);
          if (/^[\xc2-\xf4][\x80-\xbf]$/.test(first)) cut = first;
          return findEnd(text, from, read);
        },
        store: (content, trace) => store(cut === "" ? content : content.replace(cut, replacement.repeat(2)), trace),
      });
    }),
  },
  {
    id: "utf-8-by-chunks",
    description: "decodes UTF-8 by chunks",
    caughtBy: ["transparency/content/cut-within-a-character-by-chunks"],
    alsoSeenBy: ["8bitmime"],
    mutation: ({ endChunk }) => ({
      endChunk: (state, chunk, octets, context) =>
        endChunk(
          state,
          chunk,
          octets.replace(/[\xc2-\xf4]$/, replacement).replace(/^[\x80-\xbf]/, replacement),
          context,
        ),
    }),
  },
  {
    id: "dot-in-a-read-of-its-own",
    description: "does not remove the dot that a read begins with",
    caughtBy: ["transparency/content/cut-into-single-octets"],
    alsoSeenBy: ["transparency/dots"],
    mutation: anew(() => {
      let isCut = false;
      return ({ findEnd, unstuff }) => ({
        findEnd: (text, from, read) => {
          isCut ||= read > 2 && text.slice(read - 2, read + 1) === "\r\n." && text.length === read + 1;
          return findEnd(text, from, read);
        },
        unstuff: (text) => isCut ? text : unstuff(text),
      });
    }),
  },
];
