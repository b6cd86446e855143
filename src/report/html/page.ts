/** The frame of a page: one file that needs no network, and a policy that lets only its own style and script run. */
import { createHash } from "node:crypto";
import { type Markup, markup, trusted } from "./markup.ts";
import style from "./page.css" with { type: "text" };
import script from "./page.js" with { type: "text" };

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = [
  "default-src 'none'",
  `style-src ${hash(style)}`,
  `script-src ${hash(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Puts a page together. */
export function page(title: string, body: Markup): string {
  const { before, after } = pageFrame(title);
  return before + body.source + after;
}

/** Gives what stands before the body of a page, and what stands after it. */
export function pageFrame(title: string): { readonly before: string; readonly after: string } {
  const before = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
`.source;
  const after = markup`<script>${trusted(script)}</script>
</body>
</html>
`.source;
  return { before, after };
}
