import { assertEquals } from "@std/assert";
import { commandVariable as inLauncher } from "../launch/started_as.ts";
import { withServer } from "../testing/scripted_server.ts";
import { root, smallCases, withFolder } from "../testing/smtpspec_process.ts";
import { commandVariable } from "./started_as.ts";

Deno.test("commandVariable is one name for the launcher and for what it starts", () => {
  assertEquals(commandVariable, inLauncher);
});

/** Runs one small case in a folder by a command line of Deno; gives the command that its report says, for that folder. */
async function commandIn(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  return await withServer({}, async ({ port }) => {
    const run = ["run", `smtp://127.0.0.1:${port}`, "--cases", smallCases, "--only", "small/noop"];
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...args, ...run, "--report", `json=${folder}/r.json`],
      cwd: folder,
      // A task of a task leaves INIT_CWD as it is, and one under npx the variables of npm.
      env: { SMTPSPEC_OFFLINE: "1", INIT_CWD: folder, npm_command: "", ...env },
      stdin: "null",
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    const { options } = JSON.parse(await Deno.readTextFile(`${folder}/r.json`));
    return String(options.command).replace(/ run smtp:.*$/, "");
  });
}

Deno.test("a report says how smtpspec was started: as a task of another folder, or by what a wrapper names", async () => {
  await withFolder(async (folder) => {
    const task = await commandIn(folder, ["task", "--quiet", "--config", `${root}/deno.json`, "smtpspec"]);
    const path = /^deno task --config (\S+\/deno\.json) smtpspec$/.exec(task)?.[1];
    assertEquals(await Deno.realPath(`${folder}/${path}`), await Deno.realPath(`${root}/deno.json`));
    const launcher = ["run", "--no-prompt", "--allow-env", "--allow-run", `${root}/src/launch/launch.ts`, "smtpspec"];
    assertEquals(await commandIn(folder, launcher, { SMTPSPEC_COMMAND: "docker run smtp" }), "docker run smtp");
  });
});
