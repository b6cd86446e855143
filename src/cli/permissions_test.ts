import { assertEquals } from "@std/assert";
import type { LookUp, Permissions } from "./command.ts";
import { permissionsFor } from "./permissions.ts";
import { shippedCases } from "./shipped_cases.ts";

const nothing = { net: [], read: [], write: [], env: [] };
/** Where the hosts are; nobody knows another one. */
const known: Readonly<Record<string, readonly string[]>> = {
  "mx1.test": ["192.0.2.1", "2001:db8::1"],
  "mx2.test": ["192.0.2.2"],
  "127.1": ["127.0.0.1"],
};
const lookUp: LookUp = (host) =>
  Promise.resolve(
    known[host] === undefined
      ? { kind: "unreachable", why: `the name ${host} was not found` }
      : { kind: "found", addresses: known[host] },
  );
const cases = shippedCases;
/** What is needed, and for each host whether it was found. */
type Needed = Partial<Omit<Permissions, "addresses">> & { readonly hosts?: Readonly<Record<string, string>> };
const handed = "SMTPSPEC_ADDRESSES"; // the variable that brings them
const started = "SMTPSPEC_COMMAND"; // how smtpspec was started, for the command lines that it prints
const commands: readonly (readonly [line: string, needed: Needed])[] = [
  ["", {}],
  ["--help", {}],
  ["run --help", {}],
  ["rnu smtp://127.0.0.1:25", {}],
  ["run smtp://127.0.0.1:25 --rctp a@mx.test", {}],
  ["run smtp://127.0.0.1:25", {
    net: ["127.0.0.1:25"],
    read: [cases],
    env: [handed, started],
    hosts: { "127.0.0.1": "found" },
  }],
  ["run 127.1", { net: ["127.0.0.1:25"], read: [cases], env: [handed, started], hosts: { "127.1": "found" } }],
  ["run -6 mx1.test", {
    net: ["[2001:db8::1]:25"],
    read: [cases],
    env: [handed, started],
    hosts: { "mx1.test": "found" },
  }],
  ["run -6 mx2.test", { read: [cases], env: [handed, started], hosts: { "mx2.test": "unreachable" } }],
  ["run -4 smtp://[::1]", { read: [cases], env: [handed, started], hosts: { "::1": "unreachable" } }],
  ["run mx.example", { read: [cases], env: [handed, started], hosts: { "mx.example": "unreachable" } }],
  ["run smtp://mx1.test submission://mx1.test smtp://mx2.test:2525", {
    net: ["192.0.2.1:25", "[2001:db8::1]:25", "192.0.2.1:587", "[2001:db8::1]:587", "192.0.2.2:2525"],
    read: [cases],
    env: [handed, started],
    hosts: { "mx1.test": "found", "mx2.test": "found" },
  }],
  ["run smtp://[::1]:25", { net: ["[::1]:25"], read: [cases], env: [handed, started], hosts: { "::1": "found" } }],
  ["run lmtp:///run/mx/lmtp.sock", {
    net: ["unix:/run/mx/lmtp.sock"],
    read: [cases, "/run/mx/lmtp.sock"],
    write: ["/run/mx/lmtp.sock"],
    env: [handed, started],
  }],
  ["run smtp://127.0.0.1:25 --baseline known.yaml --shard 1/2 --wait 5s", {
    net: ["127.0.0.1:25"],
    read: [cases, "known.yaml"],
    env: [handed, started],
    hosts: { "127.0.0.1": "found" },
  }],
  ["run mx2.test --rcpt a@mx.test --maildir Maildir --ca ca.pem --user a --pass-env PASS --cases own --report tap=t", {
    net: ["192.0.2.2:25"],
    read: [cases, "own", "Maildir", "ca.pem", "t", ".t.smtpspec-part"],
    write: ["t", ".t.smtpspec-part"],
    env: ["PASS", handed, started],
    hosts: { "mx2.test": "found" },
  }],
  ["run mx2.test --rcpt a@mx.test --imap imaps://a@mx1.test --imap-pass-env WORD", {
    net: ["192.0.2.2:25", "192.0.2.1:993", "[2001:db8::1]:993"],
    read: [cases],
    env: ["WORD", handed, started],
    hosts: { "mx2.test": "found", "mx1.test": "found" },
  }],
  ["run mx2.test --user a --bearer-token-env TOKEN --client-cert a.pem --client-key a.key --proxy v1", {
    net: ["192.0.2.2:25"],
    read: [cases, "a.pem", "a.key"],
    env: ["TOKEN", handed, started],
    hosts: { "mx2.test": "found" },
  }],
  ["run mx2.test --last-failed old.json --report json=new.json", {
    net: ["192.0.2.2:25"],
    read: [cases, "old.json", "new.json", ".new.json.smtpspec-part"],
    write: ["new.json", ".new.json.smtpspec-part"],
    env: [handed, started],
    hosts: { "mx2.test": "found" },
  }],
  ["run mx2.test --dry-run --rcpt a@mx.test --maildir Maildir --report json=r.json --user a --pass-env PASS", {
    read: [cases, "Maildir"],
    env: ["PASS", handed],
    hosts: { "mx2.test": "found" },
  }],
  ["list --cases own", { read: [cases, "own"] }],
  ["list --last-failed old.json --json", { read: [cases, "old.json"] }],
  ["explain commands/noop --cases own", { read: [cases, "own"] }],
  ["init 127.0.0.1:2525 submission://127.0.0.1:2587 --output mx.yaml", {
    net: ["127.0.0.1:2525", "127.0.0.1:2587"],
    read: ["mx.yaml", ".mx.yaml.smtpspec-part"],
    write: ["mx.yaml", ".mx.yaml.smtpspec-part"],
    env: [handed],
    hosts: { "127.0.0.1": "found" },
  }],
  ["render r.json --report html=r.html --report tap", {
    read: ["r.json", "r.html", ".r.html.smtpspec-part"],
    write: ["r.html", ".r.html.smtpspec-part"],
  }],
  ["baseline r.json", { read: ["r.json"] }],
  ["baseline r.json --output a/known.yaml", {
    read: ["r.json", "a/known.yaml", "a/.known.yaml.smtpspec-part"],
    write: ["a/known.yaml", "a/.known.yaml.smtpspec-part"],
  }],
  ["baseline r.json --update known.yaml", {
    read: ["r.json", "known.yaml", ".known.yaml.smtpspec-part"],
    write: ["known.yaml", ".known.yaml.smtpspec-part"],
  }],
  ["diff a.json b.json", { read: ["a.json", "b.json"] }],
  ["merge a.json b.json --report json=o/c.json", {
    read: ["a.json", "b.json", "o/c.json", "o/.c.json.smtpspec-part"],
    env: [started],
    write: ["o/c.json", "o/.c.json.smtpspec-part"],
  }],
  ["check known.yaml", { read: [cases, "known.yaml"] }],
];

for (const [line, needed] of commands) {
  Deno.test(`permissionsFor() gives "${line}" what it needs and no more`, async () => {
    const { addresses, ...lists } = await permissionsFor(line === "" ? [] : line.split(" "), lookUp);
    const hosts = Object.fromEntries([...addresses].map(([host, found]) => [host, found.kind]));
    assertEquals({ ...lists, hosts }, { ...nothing, hosts: {}, ...needed });
  });
}
