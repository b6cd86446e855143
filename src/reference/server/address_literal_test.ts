import { assertEquals } from "@std/assert";
import { isAddressLiteral } from "./address_literal.ts";

const right = [
  "[127.0.0.1]",
  "[255.255.255.255]",
  "[IPv6:::1]",
  "[ipv6:2001:db8::1]",
  "[IPv6:1:2:3:4:5:6:7:8]",
  "[IPv6:1:2:3:4:5:6:192.0.2.1]",
  "[IPv6:::192.0.2.1]",
  "[IPv6:1:2:3::]",
  "[IPv6:::]",
];
const wrong = [
  "127.0.0.1",
  "[127.0.0.1",
  "[]",
  "[127.0.0]",
  "[127.0.0.1.1]",
  "[127.0.0.256]",
  "[127.0.0.0001]",
  "[ 127.0.0.1]",
  "[::1]", // IPv6 needs its tag
  "[IPv6:]",
  "[IPv6:1:2:3:4:5:6:7]",
  "[IPv6:1:2:3:4:5:6:7:8:9]",
  "[IPv6:1::2::3]",
  "[IPv6:1:2:3:4:5:6:7::]", // "::" stands for two groups at the least (RFC 5321 §4.1.3)
  "[IPv6:12345::1]",
  "[IPv6:g::1]",
  "[IPv6:192.0.2.1]",
  "[IPv6:1:2:3:4:5:6:7:192.0.2.1]",
  "[x-tag:whatever]", // no registered tag
  "[127.0.0.1]x",
];

for (const text of right) {
  Deno.test(`isAddressLiteral() takes ${text}`, () => assertEquals(isAddressLiteral(text), true));
}
for (const text of wrong) {
  Deno.test(`isAddressLiteral() refuses ${text}`, () => assertEquals(isAddressLiteral(text), false));
}
