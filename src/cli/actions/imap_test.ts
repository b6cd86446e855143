import { assertEquals, assertStringIncludes } from "@std/assert";
import { type ImapScript, type ScriptedImap, startImap } from "../../peer/scripted_imap.ts";
import { withServer } from "../../testing/scripted_server.ts";
import { smtpspec } from "../../testing/smtpspec.ts";
import { withFolder } from "../../testing/smtpspec_process.ts";

const cases = `title: Read-back
rfc: RFC 5321 §6.1
requirement: 5321-6.1-b
impact: loss
cases:
  - id: delivered
    must: deliver the message once
    start: rcpt
    requires: [mailbox]
    risks: [delivers]
    given: [DATA, message]
    delivered: {to: $rcpt, containing: $token, count: 1, headers: [{name: Subject, text: '/^t/', count: 1}]}
`;

interface Setting {
  readonly folder: string;
  readonly target: string;
  readonly imap: ScriptedImap;
}

/** Starts an SMTP server that delivers into the mailbox of an IMAP server, and hands both to the test. */
function withServers(script: ImapScript, test: (setting: Setting) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/cases`);
    await Deno.writeTextFile(`${folder}/cases/readback.yaml`, cases);
    const imap = await startImap(script, ["Subject: old\r\n\r\n"]);
    Deno.env.set("IMAP_WORD", script.pass ?? "secret word");
    try {
      const deliver = (mail: string) => Promise.resolve(void imap.messages.push(`Return-Path: <>\r\n${mail}`));
      await withServer({ deliver }, ({ port }) => test({ folder, target: `smtp://127.0.0.1:${port}`, imap }));
    } finally {
      Deno.env.delete("IMAP_WORD");
      await imap.stop();
    }
  });
}

const runOn = ({ folder, target }: Setting, ...more: string[]) =>
  smtpspec(["run", target, "--rcpt", "alice@mx.test", "--cases", `${folder}/cases`, "--only", "readback", ...more]);

Deno.test("smtpspec run reads mail back over IMAP, on one connection beside the one that looks whether it can", async () => {
  await withServers({}, async (setting) => {
    const { imap } = setting;
    const url = `imap://alice@127.0.0.1:${imap.port}`;
    const { code, err } = await runOn(setting, "--imap", url, "--imap-pass-env", "IMAP_WORD");
    assertEquals([code, err, imap.connections, imap.lines.at(-1)], [0, "", 2, "LOGOUT"]);
  });
});

Deno.test("smtpspec run reads mail back over IMAP as a target file says", async () => {
  await withServers({}, async (setting) => {
    const { folder, target, imap } = setting;
    const file = `${folder}/mx.yaml`;
    await Deno.writeTextFile(
      file,
      `host: 127.0.0.1\nports: {mx: ${target.split(":").at(-1)}}\nrcpt: alice@mx.test\nmailboxes:\n` +
        `  alice@mx.test: {imap: "imap://alice@127.0.0.1:${imap.port}", pass: env IMAP_WORD}\n`,
    );
    const { code, err } = await runOn({ ...setting, target: file });
    assertEquals([code, err], [0, ""]);
  });
});

Deno.test("smtpspec run masks the password of the mailbox wherever it turns up", async () => {
  const pass = "correct horse";
  await withServers({ pass }, async (setting) => {
    const { imap, folder } = setting;
    const cased = cases.replace("text: '/^t/'", "text: '/^nothing/'");
    await Deno.writeTextFile(`${folder}/cases/readback.yaml`, cased);
    const taken = imap.messages.push.bind(imap.messages);
    imap.messages.push = (mail: string) => taken(mail.replace("Subject: ", `Subject: ${pass} `));
    const { code, out } = await runOn(
      setting,
      ...["--imap", `imap://alice@127.0.0.1:${imap.port}`, "--imap-pass-env", "IMAP_WORD"],
    );
    assertEquals([code, out.includes(pass)], [1, false]);
    assertStringIncludes(out, "*** t");
  });
});

Deno.test("smtpspec run comes to its end where the IMAP server goes away, and says so", async () => {
  const answer: ImapScript["answer"] = ({ line, connection }) =>
    connection > 1 && line === "NOOP" ? "close" : undefined;
  await withServers({ answer }, async (setting) => {
    const url = `imap://alice@127.0.0.1:${setting.imap.port}`;
    const { code, out } = await runOn(setting, "--imap", url, "--imap-pass-env", "IMAP_WORD");
    assertEquals(code, 4);
    const reason = "the IMAP mailbox of alice@mx.test cannot be searched: it closed the connection: is --imap right?";
    assertStringIncludes(out.replace(/\s+/g, " "), reason);
  });
});

const refused:
  readonly (readonly [what: string, script: ImapScript, args: (port: number) => string[], says: string])[] = [
    [
      "a password that the server refuses",
      { answer: ({ line }) => line === "=" ? "TAG NO [AUTHENTICATIONFAILED] no\r\n" : undefined },
      (port) => ["--imap", `imap://alice@127.0.0.1:${port}`, "--imap-pass-env", "IMAP_WORD"],
      "error: Cannot read the IMAP mailbox of alice@mx.test: it refused the login of alice: [AUTHENTICATIONFAILED] no " +
      "--imap names it: correct that, or the password that it is given ",
    ],
    [
      "a port on which nobody listens",
      {},
      () => ["--imap", "imap://alice@127.0.0.1:1", "--imap-pass-env", "IMAP_WORD"],
      "error: Cannot read the IMAP mailbox of alice@mx.test: the connection was refused --imap names it: correct that ",
    ],
    [
      "no password",
      {},
      (port) => ["--imap", `imap://alice@127.0.0.1:${port}`],
      "error: Cannot read the IMAP mailbox of alice@mx.test: it has no password " +
      "--imap names it: correct that, or name its environment variable ",
    ],
    [
      "a variable that is not set",
      {},
      (port) => ["--imap", `imap://alice@127.0.0.1:${port}`, "--imap-pass-env", "NO_WORD"],
      "error: The environment variable NO_WORD is not set it must hold the password ",
    ],
    [
      "a variable without a mailbox",
      {},
      () => ["--imap-pass-env", "IMAP_WORD"],
      "error: --imap-pass-env needs --imap ",
    ],
    [
      "a password on the command line",
      {},
      (port) => ["--imap", `imap://alice:secret@127.0.0.1:${port}`],
      "error: Cannot use --imap as a mailbox over IMAP write imaps://USER@HOST:PORT, or /MAILBOX after it, with %40 and " +
      "the like for odd characters; a password has no place in it ",
    ],
    [
      "a Maildir too",
      {},
      (port) => ["--maildir", "/srv", "--imap", `imap://alice@127.0.0.1:${port}`],
      "error: --maildir and --imap exclude each other give one of them ",
    ],
  ];

for (const [what, script, args, says] of refused) {
  Deno.test(`smtpspec run exits 3 at ${what} for a mailbox over IMAP`, async () => {
    await withServers(script, async (setting) => {
      const { code, err } = await runOn(setting, ...args(setting.imap.port));
      assertEquals([code, err.replace(/\s+/g, " ")], [3, says]);
    });
  });
}
