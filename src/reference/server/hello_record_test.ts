import { assertEquals } from "@std/assert";
import { latin1Text } from "../../base/octets.ts";
import { readAnswer, type Version, writeClientHello } from "../../wire/client_hello.ts";
import { readHelloVersion, refuseOldVersion, writeAlert, writeServerHello } from "./hello_record.ts";

const hello = (version: Version) =>
  latin1Text(writeClientHello(version, { name: "mx.test", layer: undefined, random: new Uint8Array(32) }));
const octets = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

Deno.test("readHelloVersion() reads the version of a ClientHello, and of nothing else", () => {
  assertEquals(
    (["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const).map((each) => readHelloVersion(hello(each))),
    [
      0x0300,
      0x0301,
      0x0302,
      0x0303,
      0x0303, // RFC 8446 §4.1.2
    ],
  );
  for (
    const other of ["", "EHLO client.test\r\n", writeAlert(40), writeServerHello(0x0303), hello("TLSv1").slice(0, 10)]
  ) {
    assertEquals(readHelloVersion(other), undefined);
  }
});

Deno.test("refuseOldVersion() answers TLS 1.0 and 1.1 by protocol_version, and lets the rest go on", () => {
  for (const version of ["TLSv1", "TLSv1.1"] as const) {
    assertEquals(readAnswer(octets(refuseOldVersion(hello(version)) ?? ""), version), "protocol-version");
  }
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) assertEquals(refuseOldVersion(hello(version)), undefined);
  assertEquals(refuseOldVersion("NOOP\r\n"), undefined);
});

Deno.test("writeServerHello() agrees on a version", () => {
  assertEquals(readAnswer(octets(writeServerHello(0x0301)), "TLSv1"), "server-hello");
  assertEquals(readAnswer(octets(writeServerHello(0x0301)), "TLSv1.1"), "other");
  assertEquals(readAnswer(octets(writeServerHello(0x0302)), "TLSv1.1"), "server-hello");
});
