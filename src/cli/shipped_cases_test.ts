/** The shipped cases as a whole: they are read once for all of these tests. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { compareVersions } from "../base/version.ts";
import { isBorne } from "../case/check_claims.ts";
import { lintId, lints } from "../judge/lint.ts";
import { smtpspec } from "../testing/smtpspec.ts";
import { loadSuite } from "./suite_files.ts";
import { version } from "./version.ts";

Deno.test("each rule of the linter names requirements of the catalogue, one of them as strong as its level", async () => {
  const { catalogue } = await loadSuite([]);
  const unknown = lints.flatMap(({ rule, requirements }) =>
    requirements.filter((id) => !catalogue.requirements.has(id)).map((id) => `${rule}: ${id}`)
  );
  assertEquals(unknown, []);
  assertEquals(lints.filter((lint) => !isBorne(lint, catalogue)).map(({ rule }) => rule), []);
});

Deno.test("no shipped case and no rule of the linter is of a later version than the program, whose whole suite --suite would leave out", async () => {
  const { cases } = await loadSuite([]);
  const rules = lints.map((lint) => ({ id: lintId(lint), since: lint.since }));
  const later = [...cases, ...rules].filter(({ since }) => since !== undefined && compareVersions(since, version) > 0);
  assertEquals(later.map(({ id }) => id), []);
});

Deno.test("smtpspec explain says of a requirement which cases test it, or why none does", async () => {
  const ids = [
    "5321-4.1.1.9-a",
    "trace/header/fields-stay",
    "5321-2.2.3-b",
    "5321-4.1.1.11-a",
    "mail/parameters/unknown",
  ];
  const { code, out } = await smtpspec(["explain", ...ids]);
  assertEquals(code, 0);
  const [tested = "", untested = "", plain = ""] = out.split(/^(?=5321-2\.2\.3-b|5321-4\.1\.1\.11-a)/m);
  const words = / {2}The RFC says so in plain words, without a key word\n/;
  assertMatch(
    plain,
    new RegExp(`^5321-4[^]*§4[^\n]*\n${words.source}\n[^]*\nmail/[^]*\n${words.source}\n {2}impact +`),
  );
  assert(!words.test(untested), untested);
  assertMatch(
    tested,
    /^5321-4\.1\.1\.9-a \(must\)\n[^]*\n {2}RFC 5321 §4\.1\.1\.9 \(NOOP[^]*\n {4}commands\/noop\//,
  );
  assertMatch(untested, /\n {2}no case: needs waiting for minutes/);
  assertEquals(out.split("\n").filter((line) => line.length > 80), []);
});

Deno.test("smtpspec check has no warnings one by one for the shipped cases", async () => {
  const { code, out, err } = await smtpspec(["check"]);
  assertEquals([code, err], [0, ""]);
  assertMatch(out, /^\d+ cases, \d+ variants in \d+ files: no problems\n(?:warnings in the shipped cases: .*\n)?$/);
});
