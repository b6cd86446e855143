/** The documented command, started with exactly the permissions that its arguments need, and with one of them less. */
import { assertEquals, assertMatch } from "@std/assert";
import type { Script } from "../peer/script.ts";
import { withServer } from "../testing/scripted_server.ts";
import { permissionsFor } from "./permissions.ts";
import { shippedCases } from "./shipped_cases.ts";
import { smtpspec } from "../testing/smtpspec.ts";
import {
  endOf,
  launchSmtpspec,
  type Left,
  smallCases,
  smtpspecChild,
  unbroken,
  withFolder,
  withoutNotice,
} from "../testing/smtpspec_process.ts";

const script: Script = { answers: { VRFY: "550 no", HELP: "214 help" } };
const targetFile = (port: number) => `host: 127.0.0.1\nports: {mx: ${port}}\nrcpt: alice@mx.test\n`;

/** Hands a folder with a target file and the arguments of a run to the test. */
function withRun<Result>(test: (run: { port: number; folder: string; args: string[] }) => Promise<Result>) {
  return withFolder((folder) =>
    withServer(script, async ({ port }) => {
      await Deno.writeTextFile(`${folder}/mx.yaml`, targetFile(port));
      const reports = ["json", "junit"].flatMap((format) => ["--report", `${format}=${folder}/smtp.${format}`]);
      const args = ["run", `${folder}/mx.yaml`, "--cases", smallCases, "--only", "small", ...reports];
      return await test({ port, folder, args });
    })
  );
}

async function filesOf(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) names.push(name);
  return names.sort();
}

/** Three of the small cases pass, one is skipped, one fails. */
function assertRan({ code, err, out }: Left): void {
  assertEquals([code, err], [1, ""]);
  assertMatch(out, /4 passed, 0 warned, 1 failed, 0 inconclusive, 1 skipped/);
}

Deno.test("deno task smtpspec run gives itself the network of the target, reading of cases and target file, writing of reports", async () => {
  await withRun(async ({ port, folder, args }) => {
    const reports = [
      ...[`${folder}/smtp.json`, `${folder}/smtp.junit`],
      ...[`${folder}/.smtp.json.smtpspec-part`, `${folder}/.smtp.junit.smtpspec-part`],
    ];
    assertEquals(await permissionsFor(args, () => Promise.reject(new Error("127.0.0.1 is an address"))), {
      net: [`127.0.0.1:${port}`],
      read: [shippedCases, smallCases, `${folder}/mx.yaml`, ...reports],
      write: reports,
      env: ["SMTPSPEC_ADDRESSES", "SMTPSPEC_COMMAND"],
      addresses: new Map([["127.0.0.1", { kind: "found", addresses: ["127.0.0.1"] } as const]]),
    });
    const { code, out, err } = await endOf(launchSmtpspec(args));
    assertRan({ code, out, err: withoutNotice(err) });
    assertEquals(await filesOf(folder), ["mx.yaml", "smtp.json", "smtp.junit"]);
  });
});

Deno.test("smtpspec run needs nothing but the target, its files and the reports, and names what it lacks", async () => {
  await withRun(async ({ port, folder, args }) => {
    const net = `--allow-net=127.0.0.1:${port}`;
    const read = `--allow-read=${shippedCases},${smallCases},${folder}/mx.yaml`;
    const write = `--allow-write=${folder}/smtp.json,${folder}/smtp.junit`;
    const run = (...granted: string[]) => smtpspecChild(args, { granted: [...granted, "--ignore-env"] });
    assertRan(await run(net, read, write));
    const [noNet, noCases, noTarget, noWrite] = await Promise.all([
      run(`--allow-net=127.0.0.1:1`, read, write),
      run(net, `--allow-read=${folder}/mx.yaml`, write),
      run(net, `--allow-read=${shippedCases},${smallCases}`, write),
      run(net, read, `--allow-write=${folder}/smtp.json`),
    ]);
    assertEquals([noNet.code, noCases.code, noTarget.code, noWrite.code], [4, 3, 3, 3]);
    assertMatch(noNet.err, /--allow-net/);
    assertMatch(unbroken(noCases.err), /^error: Cannot read ".*": Deno was not allowed to \(--allow-read=/);
    assertMatch(unbroken(noTarget.err), /^error: Cannot read ".*mx\.yaml": Deno was not allowed to \(--allow-read=/);
    assertMatch(
      unbroken(noWrite.err),
      /^error: Cannot write ".*smtp\.junit": Deno was not allowed to \(--allow-write=/,
    );
  });
});

Deno.test("smtpspec run says before the run that a report cannot be written, and leaves no file behind", async () => {
  await withRun(async ({ folder, args }) => {
    const run = (file: string) => smtpspec([...args, "--report", `html=${file}`]);
    const isFolder = await run(folder); // one after the other: they have the same other reports
    const underFile = await run(`${folder}/mx.yaml/html`);
    const nowhere = await run(`${folder}/none/html`);
    assertEquals([isFolder.code, underFile.code, nowhere.code], [3, 3, 3]);
    assertMatch(unbroken(isFolder.err), /: it is a folder\n/);
    assertMatch(unbroken(underFile.err), /: ".*mx\.yaml" is no folder\n/);
    assertMatch(unbroken(nowhere.err), /: there is no folder ".*none"\n/);
    assertEquals(await filesOf(folder), ["mx.yaml"]);
  });
});
