import { assertEquals, assertMatch } from "@std/assert";
import { nothing, type Script } from "../../peer/script.ts";
import { certificates, withServer } from "../../testing/scripted_server.ts";
import { smtpspec } from "../../testing/smtpspec.ts";
import { smallCases, withFolder } from "../../testing/smtpspec_process.ts";

const runOn = (port: number, ...more: string[]) =>
  smtpspec(["run", `smtp://127.0.0.1:${port}`, "--cases", smallCases, "--only", "small/noop", ...more]);

/** Greets only after the header of a proxy. */
const behindProxy: Script = { answers: { connect: nothing, PROXY: "220 mx.test behind a proxy" } };

Deno.test("smtpspec run --proxy begins each connection as a proxy does", async () => {
  await withServer(behindProxy, async ({ port, lines, sessions }) => {
    const { code, err } = await runOn(port, "--proxy", "v1");
    assertEquals([code, err], [0, ""]);
    const headers = lines.filter((line) => line.startsWith("PROXY"));
    assertEquals(headers.length, sessions.length);
    for (const header of headers) assertMatch(header, /^PROXY TCP4 127\.0\.0\.1 127\.0\.0\.1 [0-9]+ [0-9]+$/);
    assertEquals(new Set(headers.map((header) => header.split(" ").at(-1))), new Set([`${port}`]));
  });
});

Deno.test("smtpspec init --proxy writes the key of the target file, which does the same", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/mx.yaml`;
    await withServer(behindProxy, async ({ port }) => {
      const init = await smtpspec(["init", `smtp://127.0.0.1:${port}`, "--proxy", "v1", "--output", file]);
      assertEquals([init.code, init.err], [0, ""]);
      assertMatch(await Deno.readTextFile(file), /^proxy: v1 /m);
      const { code, err } = await smtpspec(["run", file, "--cases", smallCases, "--only", "small/noop"]);
      assertEquals([code, err], [0, ""]);
    });
  });
});

const hint = "--client-cert and --client-key name a certificate and its key (PEM)";

Deno.test("smtpspec run exits 3 where a fixture is no good, and says why", async () => {
  await withFolder(async (folder) => {
    const write = async (name: string, text: string) => {
      await Deno.writeTextFile(`${folder}/${name}`, text);
      return `${folder}/${name}`;
    };
    const [cert, key] = [await write("mx.pem", certificates.mx), await write("mx.key", certificates.key)];
    const other = await write("root.pem", certificates.root);
    const broken = await write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    const refused: readonly (readonly [args: readonly string[], says: RegExp])[] = [
      [["--client-cert", cert], new RegExp(`^error: A certificate of the client needs its key ${escape(hint)} $`)],
      [["--client-key", key], /^error: A key of the client needs its certificate /],
      [["--client-cert", key, "--client-key", key], /^error: There is no certificate in ".*mx\.key" /],
      [["--client-cert", cert, "--client-key", cert], /^error: There is no key in ".*mx\.pem" /],
      [
        ["--client-cert", other, "--client-key", key],
        /^error: Cannot use ".*" with ".*": the key is not that of the cert/,
      ],
      [["--client-cert", broken, "--client-key", key], /^error: Cannot use ".*broken\.pem" with ".*": /],
      [["--client-cert", `${folder}/none`, "--client-key", key], /^error: .*none/],
      [["--proxy", "v3"], /^error: Unknown version "v3" in --proxy write v1 or v2 $/],
      [["--list", "staff"], /^error: Cannot use --list "staff" as an address /],
      [["--bearer-token-env", "NO_TOKEN"], /^error: The environment variable NO_TOKEN is not set /],
      [
        ["--user", "alice"],
        /^error: --user needs --pass-env the password is never an argument; a token comes by --bearer/,
      ],
    ];
    for (const [args, says] of refused) {
      const { code, err } = await runOn(1, ...args);
      assertEquals(code, 3, err);
      assertMatch(err.replace(/\s+/g, " "), says);
    }
  });
});

const escape = (text: string) => text.replace(/[()]/g, "\\$&");

Deno.test("smtpspec run takes a certificate with its key, and a token without a password", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/mx.pem`, certificates.mx);
    await Deno.writeTextFile(`${folder}/mx.key`, certificates.key);
    Deno.env.set("TOKEN", "a token of mine");
    try {
      const args = ["--client-cert", `${folder}/mx.pem`, "--client-key", `${folder}/mx.key`];
      const { code, err } = await withServer(
        {},
        ({ port }) => runOn(port, ...args, "--user", "alice", "--bearer-token-env", "TOKEN"),
      );
      assertEquals([code, err], [0, ""]);
    } finally {
      Deno.env.delete("TOKEN");
    }
  });
});
