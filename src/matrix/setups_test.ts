import { assert, assertEquals } from "@std/assert";
import { makeSource } from "../base/source.ts";
import type { Reading } from "../case/reader.ts";
import { readYaml } from "../case/yaml.ts";
import { type Role, roles } from "../smtp/role.ts";
import { readTargetFile } from "../targets/target_file.ts";
import { commonFiles, targetFile } from "./fixtures.ts";
import type { Ports } from "./server_setup.ts";
import { setups } from "./setups.ts";

const ports: Ports = { mx: 41001, submission: 41002, submissions: 41003, lmtp: 41004, imap: 41005 };

Deno.test("each server has a name of its own, fit for a file", () => {
  const names = setups.map(({ name }) => name);
  assertEquals([...new Set(names)], names);
  assertEquals(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name)), []);
});

for (const setup of setups) {
  Deno.test(`the target file of ${setup.name} can be read, and names its ports and the mailbox`, () => {
    const text = targetFile(setup, { title: `${setup.title} 1.2`, ports, folder: "/tmp/x" });
    const { node, problems } = readYaml(makeSource("target.yaml", text));
    assert(node !== undefined);
    const reading: Reading = { problems: [...problems], uses: [] };
    const target = readTargetFile(reading, node);
    assertEquals(reading.problems, []);
    assertEquals(target?.endpoints.map(({ role, address }) => [role, address]), addresses(setup.roles));
    assertEquals(target?.name, `${setup.title} 1.2`);
    const mailboxes = [...target?.mailboxes ?? []].map(([address, { settings }]) => [address, ...settings.values()]);
    const value = setup.readBack === "imap" ? "imap://alice@127.0.0.1:41005" : "/tmp/x/mail/alice";
    assertEquals(mailboxes, setup.readBack === "none" ? [] : [["alice@mx.test", value]]);
    assertEquals(target?.unknownRcpt === undefined, setup.checksRecipients === false);
  });

  Deno.test(`${setup.name} is configured with each of its ports, to listen on loopback only`, () => {
    const own = { ...setup.files(ports), start: setup.start(ports) };
    // A hosting script reads them from a file that all have.
    const text = Object.values(setup.host === undefined ? own : { ...own, ...commonFiles(ports) }).join("\n");
    for (const role of setup.roles) assert(text.includes(`${ports[role]}`), role);
    assertEquals(text.includes(`${ports.imap}`), setup.readBack === "imap" || setup.host !== undefined);
    assert(setup.host !== undefined || text.includes("127.0.0.1"));
    assert(!/0\.0\.0\.0|\[::\]/.test(text));
  });
}

function addresses(wanted: readonly Role[]): unknown {
  return roles.filter((role) => wanted.includes(role)).map((role) => [role, { host: "127.0.0.1", port: ports[role] }]);
}
