import { assertEquals } from "@std/assert";
import { catalogue, makeReading, nodeOf } from "../testing/samples.ts";
import { checkReference, readCatalogueFile, requirementsOf } from "./requirements.ts";

const references: readonly (readonly [reference: string, problem: string | undefined])[] = [
  ["RFC 5321 §4.2", undefined],
  ["RFC 5321 §4.1.1.9", undefined],
  ["CVE-2011-0411", undefined],
  ["CVE-2023-51764", undefined],
  ["CVE-11-0411", "write RFC 5321 §4.1.1.9 or CVE-2011-0411"],
  ["RFC5321 §4.2", "write RFC 5321 §4.1.1.9 or CVE-2011-0411"],
  ["RFC 5321 4.2", "write RFC 5321 §4.1.1.9 or CVE-2011-0411"],
  ["RFC 5321", "write RFC 5321 §4.1.1.9 or CVE-2011-0411"],
  ["RFC 5321 §4.2 ", "write RFC 5321 §4.1.1.9 or CVE-2011-0411"],
  ["RFC 5321 §9.9", "RFC 5321 has no section 9.9"],
  ["RFC 822 §4.2", "the catalogue has no RFC 822"],
];

for (const [reference, problem] of references) {
  Deno.test(`checkReference() says ${problem ?? "nothing"} of "${reference}"`, () => {
    assertEquals(checkReference(reference, catalogue), problem);
  });
}

Deno.test("requirementsOf() gives the requirements of just that section", () => {
  const ids = (reference: string) => requirementsOf(reference, catalogue).map(({ id }) => id);
  assertEquals(ids("RFC 5321 §4.2"), ["5321-4.2-a", "5321-4.2-b"]);
  assertEquals(ids("RFC 5321 §4.1.1.9"), ["5321-4.1.1.9-a"]);
  assertEquals(ids("RFC 5321 §4"), []);
  assertEquals(ids("CVE-2011-0411"), []);
});

const head = `rfc: 5321\ntitle: SMTP\nsections: {"4.2": Replies}\nrequirements:\n`;
const row = "{id: 5321-4.2-a, section: 4.2, level: must, actor: server, says: S., observe: session, area: replies}";

Deno.test("readCatalogueFile() reads sections and requirements", () => {
  const reading = makeReading();
  const read = readCatalogueFile(reading, nodeOf(`${head}  - ${row}\n`));
  assertEquals(reading.problems, []);
  assertEquals(read?.rfc, { number: 5321, title: "SMTP", sections: new Map([["4.2", "Replies"]]) });
  assertEquals(read?.requirements, [{
    id: "5321-4.2-a",
    rfc: 5321,
    section: "4.2",
    level: "must",
    wording: "keyword",
    actor: "server",
    says: "S.",
    observe: "session",
    area: "replies",
    untested: undefined,
  }]);
});

for (const key of ["id", "section", "actor", "says", "area"]) {
  Deno.test(`readCatalogueFile() refuses a requirement without "${key}"`, () => {
    const reading = makeReading();
    readCatalogueFile(reading, nodeOf(`${head}  - ${row.replace(new RegExp(`${key}: [^,}]*,? ?`), "")}\n`));
    assertEquals(reading.problems.map(({ message }) => message), [`A requirement needs "${key}"`]);
  });
}

for (const key of ["level", "observe"]) {
  Deno.test(`readCatalogueFile() refuses a requirement without "${key}"`, () => {
    const reading = makeReading();
    const read = readCatalogueFile(
      reading,
      nodeOf(`${head}  - ${row.replace(new RegExp(`${key}: [^,}]*,? ?`), "")}\n`),
    );
    assertEquals(reading.problems.map(({ message }) => message), [`A requirement needs "${key}"`]);
    assertEquals(read?.requirements, []);
  });
}
