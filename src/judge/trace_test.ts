import { assertEquals } from "@std/assert";
import { latin1 } from "../base/octets.ts";
import { escapeOctets } from "../base/show.ts";
import { caseOf, plainFacts } from "../testing/samples.ts";
import { isKey } from "./key.ts";
import { describeReceived, describeReturnPath, receivedDiffers, returnPathDiffers } from "./trace.ts";

const date = "Mon, 1 Jan 2024 08:30:00 +0000";
const mine = `from client.test (localhost [127.0.0.1]) by mx.test with ESMTP id 1A for <alice@mx.test>; ${date}`;
const agent = `by store.test with LMTP; ${date}`;
const exim = `from [127.0.0.1] (helo=Client.Test) by mx.test with esmtps id 1a-2B; Mon, 1 Jan 2024 08:30:00 GMT`;
const two = `from client.test by mx.test for <alice@mx.test>,<bob@mx.test>; ${date}`;

const header = (...received: readonly string[]) => [
  ...received.map((value) => ({ name: "Received", value })),
  { name: "Subject", value: "x" },
];

function mailOf(lines: string) {
  const expectation = caseOf(`delivered: {to: a, containing: b, ${lines}}`).steps[0]?.expect[0];
  if (expectation?.kind !== "delivered") throw new Error(`no delivery: ${lines}`);
  return expectation.mail;
}
const fill = plainFacts.fill;
const facts = { fill, show: (value: string) => `"${escapeOctets(latin1(value))}"` };

const rows: readonly (readonly [wanted: string, fields: readonly string[], difference: string | undefined])[] = [
  ["{}", [mine], undefined],
  ["{}", [], "there is no Received field"],
  ["{count: 0..}", [], undefined],
  ["{count: 0}", [mine], "there are 1 Received fields"],
  ["{of: client.test}", [agent, mine], undefined],
  ["{of: CLIENT.test}", [exim], undefined],
  ["{of: 127.0.0.1}", [mine], undefined],
  ["{of: other.test}", [mine], "there is no Received field from other.test"],
  ["{of: other.test, count: 0.., with: X}", [mine], undefined],
  ["{with: ESMTP}", [agent, mine], undefined],
  ["{with: ESMTP, nth: 1}", [agent, mine], `WITH is LMTP, not ESMTP: "${agent}"`],
  ["{with: ESMTP, nth: 3}", [agent, mine], "there are only 2 Received fields"],
  ["{of: client.test, with: [ESMTP, ESMTPS]}", [exim], undefined],
  ["{of: client.test, with: [SMTP, absent]}", [mine], `WITH is ESMTP, not SMTP or absent: "${mine}"`],
  ["{with: [SMTP, absent]}", [two], undefined],
  ["{via: any}", [mine], `VIA is missing, not any: "${mine}"`],
  ["{via: absent, from: any, by: any, id: any, for: any}", [mine], undefined],
  ["{for: any}", [two], `FOR is <alice@mx.test>,<bob@mx.test>, not any: "${two}"`],
  ["{for: [any, absent]}", [two], `FOR is <alice@mx.test>,<bob@mx.test>, not any or absent: "${two}"`],
  ["{for: alice@MX.test}", [mine], undefined],
  ["{for: <bob@mx.test>}", [mine], `FOR is <alice@mx.test>, not <bob@mx.test>: "${mine}"`],
  ["{by: MX.test., id: 1a}", [mine], undefined],
  ["{from: localhost}", [mine], undefined],
  ["{with: 'any'}", [mine], `WITH is ESMTP, not any: "${mine}"`], // in quotes it is a text
  ["{date: any}", ["from a.test by b.test;"], `there is no date: "from a.test by b.test;"`],
  ["{date: absent}", ["from a.test by b.test"], undefined],
  ["{date: absent}", [mine], `there is a date: "${mine}"`],
  ["{date: valid}", [mine], undefined],
  ["{date: valid}", [exim], `a zone is due, as an offset such as +0000 at character 95: "${exim}"`],
  ["{date: valid}", ["from a.test by b.test"], `there is no date: "from a.test by b.test"`],
  ["{grammar: strict}", [mine], undefined],
  ["{grammar: strict}", [agent], `there is no FROM at character 1: "${agent}"`],
  ["[{with: ESMTP}, {with: LMTP}]", [agent, mine], undefined],
];

for (const [wanted, fields, difference] of rows) {
  Deno.test(`receivedDiffers() holds ${fields.length} fields against ${wanted}: ${difference ?? "they fit"}`, () => {
    const found = mailOf(`received: ${wanted}`).received.map((each) => receivedDiffers(each, header(...fields), facts));
    assertEquals(found.find((each) => each !== undefined)?.received, difference);
  });
}

const paths: readonly (readonly [wanted: string, values: readonly string[], difference: string | undefined])[] = [
  ["<a@b.test>", ["<A@b.test>"], undefined],
  ["<a@b.test>", ["<c@b.test>"], `Return-Path is "<c@b.test>", not <a@b.test>`],
  ["<a@b.test>", [], "there is no Return-Path field"],
  ["[<>, <a@b.test>]", ["<>"], undefined],
  ["any", ["<>"], undefined],
  ["absent", [], undefined],
  ["absent", ["<>"], `Return-Path is "<>", not absent`],
  ["[<>, absent]", [], undefined],
  ["{count: 1}", ["<>", "<>"], "there are 2 Return-Path fields"],
  ["{count: 1}", ["<>"], undefined],
  ["{path: <>, count: 0..}", [], undefined],
  ["{path: <>, count: 0..}", ["<a@b.test>"], `Return-Path is "<a@b.test>", not <>`],
];

for (const [wanted, values, difference] of paths) {
  Deno.test(`returnPathDiffers() holds ${values.join(" ") || "nothing"} against ${wanted}`, () => {
    const { returnPath } = mailOf(`return_path: ${wanted}`);
    const fields = values.map((value) => ({ name: "return-PATH", value }));
    assertEquals(returnPath && returnPathDiffers(returnPath, fields, facts)?.received, difference);
  });
}

Deno.test("describeReceived() says what a field must have", () => {
  const said = mailOf(
    "received: [{of: client.test, with: [ESMTP, absent], date: valid, grammar: strict}, {}, {date: any}, {date: absent}]",
  ).received.map((each) => describeReceived(each, fill));
  assertEquals(said, [
    "with a Received field from client.test that has WITH ESMTP or absent, a valid date, the grammar of RFC 5321 §4.4",
    "with a Received field",
    "with a Received field that has a date",
    "with a Received field that has no date",
  ]);
});

Deno.test("describeReturnPath() says what the path must be", () => {
  const { returnPath } = mailOf("return_path: [<>, absent]");
  assertEquals(returnPath && describeReturnPath(returnPath, fill), "with Return-Path <> or absent");
});

const keys: readonly (readonly [key: string, wanted: string, fields: readonly string[]])[] = [
  ["header Received missing", "{}", []],
  ["header Received count 1", "{count: 2..}", [mine]],
  ["header Received count 1", "{nth: 2, with: ESMTP}", [mine]],
  ["header Received with", "{with: LMTP}", [mine]],
  ["header Received date", "{date: valid}", [exim]],
  ["header Received grammar", "{grammar: strict}", [agent]],
];

for (const [key, wanted, fields] of keys) {
  Deno.test(`receivedDiffers() has the key ${key} where ${fields.length} fields differ from ${wanted}`, () => {
    const [expectation] = mailOf(`received: ${wanted}`).received;
    assertEquals(expectation && receivedDiffers(expectation, header(...fields), facts)?.key, key);
    assertEquals(isKey(key), true);
  });
}

Deno.test("returnPathDiffers() has a key for the path and one for the count", () => {
  const differs = (wanted: string, ...values: readonly string[]) => {
    const { returnPath } = mailOf(`return_path: ${wanted}`);
    return returnPath && returnPathDiffers(returnPath, values.map((value) => ({ name: "Return-Path", value })), facts);
  };
  assertEquals(differs("absent", "<>")?.key, "header Return-Path text");
  assertEquals(differs("{count: 1}", "<>", "<>")?.key, "header Return-Path count 2");
  assertEquals(differs("<>")?.key, "header Return-Path missing");
});
