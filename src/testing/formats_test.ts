/** What looks for faults in reports finds them: a test that relies on it could else not fail. */
import { assertEquals, assertMatch } from "@std/assert";
import { findHtmlFault } from "./html.ts";
import { findMarkdownFault } from "./markdown.ts";
import { findXmlFault } from "./xml.ts";

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const badXml: readonly (readonly [xml: string, fault: RegExp])[] = [
  ["<a>", /^<a> is not closed$/],
  ["<a></b>", /^<\/b> at /],
  ["<a/><b/>", /^a second root at /],
  ["<a/>text", /^text outside the root at /],
  ["<a>&</a>", /^a bare ampersand at /],
  ["<a>&nbsp;</a>", /^a bare ampersand at /],
  ["<a>]]></a>", /^\]\]> at /],
  ["<a>\x1b</a>", /^the character /],
  ["<a>\ud800</a>", /^the character /],
  ["<a>\ufffe</a>", /^the character /],
  ["<a b='c'/>", /^a tag that cannot be read at /],
  ['<a b="<"/>', /^a tag that cannot be read at /],
  ['<a b="&"/>', /^a bare ampersand at /],
  ['<a b="c" b="d"/>', /^the attribute b twice at /],
  ["<a><!-- -- --></a>", /^a tag that cannot be read at /],
  ["", /^no root$/],
];

for (const [xml, fault] of badXml) {
  Deno.test(`findXmlFault() finds what is wrong with ${JSON.stringify(xml)}`, () => {
    assertMatch(findXmlFault(declaration + xml) ?? "", fault);
  });
}

Deno.test("findXmlFault() finds nothing in what is right", () => {
  assertEquals(findXmlFault(`${declaration}<a b="&lt;&#10;">x &amp; y<c/></a>\n`), undefined);
  assertEquals(findXmlFault("<a/>"), "no declaration");
});

const page = (body: string) => `<!doctype html>\n<html lang="en"><body>${body}</body></html>\n`;

Deno.test("findHtmlFault() finds markup that is not ours", () => {
  assertEquals(findHtmlFault(page("<p>text</p>")), undefined);
  assertEquals(findHtmlFault(page("<img src=x>")), "the element img");
  assertEquals(findHtmlFault(page("<iframe></iframe>")), "the element iframe");
  assertEquals(findHtmlFault(page('<p onclick="x()">text</p>')), "the attribute onclick of p");
  assertEquals(findHtmlFault(page('<a href="javascript:x">text</a>')), "a link to javascript:x");
  assertMatch(findHtmlFault(page("<p>text</pre>")) ?? "", /^<\/pre> at /);
  assertMatch(findHtmlFault(page("<p>a & b</p>")) ?? "", /^a bare ampersand at /);
});

Deno.test("findMarkdownFault() finds markup that is not ours", () => {
  assertEquals(findMarkdownFault("text with `<b>` and \\<b\\>"), undefined);
  assertEquals(findMarkdownFault("[x](http://evil.test)"), "a link to http://evil.test");
  assertEquals(findMarkdownFault("<b>"), "the tag <b>");
  assertEquals(findMarkdownFault("@all"), "a mention");
  assertEquals(findMarkdownFault("one `more"), "a code span that is not closed");
});
