import { assertEquals } from "@std/assert";
import { readVerdicts, type Token, writeVerdicts } from "./verdict_text.ts";

const token = (verdict: Token["verdict"], suffix: string, reason?: number): Token => ({ verdict, suffix, reason });

const texts: readonly (readonly [results: readonly Token[], text: string])[] = [
  [[token("pass", "")], "p"],
  [[token("skip", "", 12)], "s12"],
  [[token("pass", "[a]"), token("pass", "[b+c.d]"), token("fail", "[p]")], "p [a] [b+c.d] f [p]"],
  [[token("skip", "[a]", 0), token("skip", "[b]", 1), token("skip", "[c]", 1)], "s0 [a] s1 [b] [c]"],
  [[token("warn", "[a]:mx"), token("pass", "[a]:lmtp"), token("pass", "[b]:mx")], "w [a]:mx p [a]:lmtp [b]:mx"],
  [[token("pass", "@mx@one.test"), token("error", "@mx@two.test")], "p @mx@one.test e @mx@two.test"],
  [[token("xfail", "[a]"), token("xpass", "[b]"), token("inconclusive", "[c]")], "x [a] X [b] i [c]"],
  [[token("pass", ""), token("pass", "")], "p p"],
];

for (const [results, text] of texts) {
  Deno.test(`writeVerdicts() writes "${text}", and readVerdicts() reads it`, () => {
    assertEquals(writeVerdicts(results), text);
    assertEquals(readVerdicts(text), results);
  });
}

for (const text of ["", "q", "[a]", "p a", "p  [a]", "p [a] z1 [b]", "pass"]) {
  Deno.test(`readVerdicts() finds no verdicts in "${text}"`, () => {
    assertEquals(readVerdicts(text), undefined);
  });
}
