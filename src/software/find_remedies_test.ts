import { assertEquals } from "@std/assert";
import { remediesFor, remediesOf } from "./find_remedies.ts";
import { describeRemedy } from "./remedy.ts";
import { softwares } from "./software.ts";

const against = "smuggling/end_of_data/false-end[lf-dot-lf]";
const settingsOf = (version: string | null) =>
  remediesFor(remediesOf({ name: "postfix", version }), against).flatMap(({ settings = [] }) => settings);

Deno.test("remediesOf() gives what fits the version; without one, what holds for old ones", () => {
  assertEquals(settingsOf(null), ["smtpd_forbid_bare_newline = yes"]);
  assertEquals(settingsOf("3.7.11"), ["smtpd_forbid_bare_newline = yes"]);
  assertEquals(settingsOf("3.9"), ["smtpd_forbid_bare_newline = normalize"]);
  assertEquals(settingsOf("3.10.2"), ["smtpd_forbid_bare_newline = normalize"]);
  assertEquals(remediesOf({ name: "unknown", version: null }), []);
});

Deno.test("describeRemedy() writes settings, a remark, or both as a sentence", () => {
  assertEquals(describeRemedy({ settings: ["a = 1"] }), "`a = 1` prevents it");
  assertEquals(describeRemedy({ settings: ["a = 1", "b = 2"] }), "`a = 1` and `b = 2` prevent it");
  assertEquals(describeRemedy({ remark: "The host decides" }), "The host decides");
  assertEquals(describeRemedy({ settings: ["a = 1"], remark: "b is excepted" }), "`a = 1` prevents it; b is excepted");
});

Deno.test("each software has a name of its own that can be written on a command line, and each remedy says something", () => {
  const names = softwares.map(({ name }) => name);
  assertEquals([...new Set(names)], names);
  assertEquals(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name)), []);
  const empty = softwares.flatMap(({ remedies }) => remedies).filter(({ settings, remark, cases, source }) =>
    (settings ?? [remark ?? ""]).some((words) => words === "") || cases.length === 0 || source === ""
  );
  assertEquals(empty, []);
});
