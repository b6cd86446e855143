/** Whatever stands in a target file, a flag or a word: Deno is allowed no more than what is named there. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { readGranted } from "../launch/granted.ts";
import { targetKeys } from "../targets/target_keys.ts";
import { smtpspec } from "../testing/smtpspec.ts";
import { endOf, launchSmtpspec, withFolder, withoutNotice } from "../testing/smtpspec_process.ts";
import type { LookUp } from "./command.ts";
import { commands } from "./commands.ts";
import { writeAddresses } from "./handed_addresses.ts";
import { permissionsFor } from "./permissions.ts";
import { shippedCases } from "./shipped_cases.ts";

const lines = ["x\n--allow-run", "/x\r--allow-ffi", "/srv\r\n-A", "/srv\0", "\x1b[2J", "/x\x85y"];
const lists = ["/srv,/", ",", "127.0.0.1:1,evil.test", "unix:/a,unix:/"];
const wildcards = ["*", "*.test", "*:25", "0.0.0.0/0", "HOME*"];

/** A target file with a value at one place; it stands on a line of its own. */
type Place = (value: string) => string;
const host = "host: 127.0.0.1\n";
const places: Readonly<Record<string, Place>> = {
  name: (value) => `${host}name: ${value}\n`,
  host: (value) => `host: ${value}\n`,
  hosts: (value) => `hosts:\n- ${value}\n- mx2.test\n`,
  "hosts.host": (value) => `hosts:\n- {host: ${value}}\n`,
  ports: (value) => `${host}ports:\n  lmtp: ${value}\n`,
  client: (value) => `${host}client: ${value}\n`,
  from: (value) => `${host}from: ${value}\n`,
  rcpt: (value) => `${host}rcpt: ${value}\n`,
  rcpts: (value) => `${host}rcpts:\n- ${value}\n`,
  unknown_rcpt: (value) => `${host}unknown_rcpt: ${value}\n`,
  foreign_rcpt: (value) => `${host}foreign_rcpt: ${value}\n`,
  user: (value) => `${host}user: ${value}\n`,
  pass: (value) => `${host}pass: ${value}\n`,
  list: (value) => `${host}list: ${value}\n`,
  bearer_token: (value) => `${host}bearer_token: ${value}\n`,
  client_cert: (value) => `${host}client_cert: ${value}\n`,
  client_key: (value) => `${host}client_key: ${value}\n`,
  software: (value) => `${host}software: ${value}\n`,
  proxy: (value) => `${host}proxy: ${value}\n`,
  mailboxes: (value) => `${host}mailboxes:\n  ${value}: {maildir: /srv/mail}\n`,
  "mailboxes.maildir": (value) => `${host}mailboxes:\n  alice@mx.test: {maildir: ${value}}\n`,
  "mailboxes.imap": (value) => `${host}mailboxes:\n  alice@mx.test: {imap: ${value}}\n`,
  "mailboxes.pass": (value) => `${host}mailboxes:\n  alice@mx.test: {imap: imap://a@mx.test, pass: ${value}}\n`,
  ca: (value) => `${host}ca: ${value}\n`,
  within: (value) => `${host}within:\n  reply: ${value}\n`,
  connections: (value) => `${host}connections: ${value}\n`,
};

/** What goes from there into a permission. */
const permitted: Readonly<Record<string, readonly string[]>> = {
  host: [...lists, ...wildcards],
  hosts: [...lists, ...wildcards],
  "hosts.host": [...lists, ...wildcards],
  ports: lists,
  pass: [...lists, ...wildcards, ...wildcards.map((name) => `env ${name}`), "env A,B", "env A\nB"],
  bearer_token: [...lists, ...wildcards, ...wildcards.map((name) => `env ${name}`), "env A,B", "env A\nB"],
  client_cert: lists,
  client_key: lists,
  "mailboxes.maildir": lists,
  // What stands after a slash is the name of a mailbox.
  "mailboxes.imap": [...lists, ...wildcards].filter((name) => !name.includes("/")).map((name) => `imap://a@${name}`),
  "mailboxes.pass": [...lists, ...wildcards, ...wildcards.map((name) => `env ${name}`), "env A,B", "env A\nB"],
  ca: lists,
};

/** Every host is somewhere. */
const lookUp: LookUp = () => Promise.resolve({ kind: "found", addresses: ["192.0.2.1"] });

Deno.test("there is a hostile value for each key of a target file", () => {
  const tried = new Set(Object.keys(places).map((place) => place.split(".")[0]));
  assertEquals(Object.keys(targetKeys).filter((key) => !tried.has(key)), []);
});

for (const [place, write] of Object.entries(places)) {
  Deno.test(`a target file cannot widen a permission, nor end a line, with its ${place}`, async () => {
    await withFolder(async (folder) => {
      const file = `${folder}/mx.yaml`;
      for (const value of [...lines, ...permitted[place] ?? []]) {
        await Deno.writeTextFile(file, write(JSON.stringify(value).replaceAll("\x7f", "\\x7f")));
        const granted = await permissionsFor(["run", file], lookUp);
        const { addresses, ...lists } = granted;
        assertEquals(lists, { net: [], read: [shippedCases, file], write: [], env: ["SMTPSPEC_COMMAND"] }, value);
        assertEquals(addresses.size, 0);
      }
    });
  });
}

Deno.test("smtpspec run and check show the place of what could widen a permission, and exit 3", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/mx.yaml`;
    await Deno.writeTextFile(file, (places["mailboxes.maildir"] ?? String)(`"/srv\\n--allow-run"`));
    const [ran, checked] = await Promise.all([smtpspec(["run", file]), smtpspec(["check", file])]);
    for (const { code, out, err } of [ran, checked]) {
      assertEquals([code, out], [3, ""]);
      assertMatch(err, /^error: Cannot use "\/srv\\x0a--allow-run" as a path\n {2}--> .*mx\.yaml:3:28\n/);
    }
  });
});

const hostile = [...lines, ...lists, ...wildcards, ""];

for (const { name, flags, words } of commands) {
  Deno.test(`no flag and no word of ${name} widens a permission or ends a line`, async () => {
    const word = name === "run" || name === "init" ? "mx.test" : "x";
    const others = Array.from({ length: words.least }, () => word);
    const values = hostile.flatMap((
      value,
    ) => [value, `json=${value}`, `env ${value}`, `${value}.yaml`, `lmtp://${value}`]);
    for (const value of values) {
      const tried = Object.values(flags).filter(({ takes }) => takes !== undefined)
        .map((flag) => [name, ...others, `${flag.name}=${value}`]);
      for (const argv of [...tried, [name, ...others.slice(1), "--", value]]) {
        const { addresses, ...granted } = await permissionsFor(argv, lookUp);
        assert(!writeAddresses(addresses).includes("\n"));
        const allowed = readGranted(JSON.stringify(granted)); // throws where a value is wide
        assertEquals(
          allowed.flatMap((flag) => flag.startsWith("--allow-") ? flag.slice(flag.indexOf("=") + 1).split(",") : []),
          Object.values(granted).flat(),
          JSON.stringify(argv),
        );
        assert(!/\p{Cc}/u.test(allowed.join("")), JSON.stringify(argv));
      }
    }
  });
}

Deno.test("smtpspec started by deno task takes a hostile report path for a mistake of the command line", async () => {
  const args = ["run", "127.0.0.1:1", "--report", "json=/srv/a\n--allow-run\n--allow-write"];
  const { code, err } = await endOf(launchSmtpspec(args));
  assertEquals(code, 3);
  assertMatch(
    withoutNotice(err),
    /^error: Cannot use --report "\/srv\/a\\x0a--allow-run\\x0a--allow-write" as a path\n {2}name it without commas/,
  );
});
