/** An expression of a stranger and the text of a stranger: the run goes on, and can be interrupted. */
import { assert, assertEquals } from "@std/assert";
import { withServer } from "../testing/scripted_server.ts";
import { smtpspec } from "../testing/smtpspec.ts";
import { endOf, startSmtpspec, withFolder } from "../testing/smtpspec_process.ts";

/** A case file of one case, which sends NOOP so often. */
const caseOf = (expression: string, times: number) =>
  `title: A runaway\ncases:\n  - id: one\n    may: do it\n    send: NOOP runaway\n    repeat: {times: ${times}}\n` +
  `    reply: {not: {text: '${expression}'}}\n`;

/** Lines of many letters, to which the runaways come back for each letter. */
const reply = Array.from({ length: 20 }, (_, line) => `250${line === 19 ? " " : "-"}${"a".repeat(1_000)}!`);

for (const expression of ["/^(a+)+$/", "/^(a+)+$/i", "/^(?:a{1,10}){1,25}b$/", "/(x+x+)+y|a*a*b/"]) {
  Deno.test(`smtpspec run matches ${expression} with long replies, and ends`, async () => {
    await withFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/runaway.yaml`, caseOf(expression, 1));
      const { code, out, err } = await withServer(
        { answers: { NOOP: reply.join("\r\n") } },
        ({ port }) => smtpspec(["run", `127.0.0.1:${port}`, "--cases", `${folder}/runaway.yaml`, "--only", "runaway"]),
      );
      assertEquals(code, 0, out + err);
    });
  });
}

Deno.test("smtpspec run can be interrupted while expressions meet long replies", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/runaway.yaml`, caseOf(`/^(?:${"a?".repeat(290)})*b$/`, 10_000));
    await withServer({ answers: { NOOP: reply.join("\r\n") } }, async (server) => {
      const child = startSmtpspec(["run", `127.0.0.1:${server.port}`, "--cases", `${folder}/runaway.yaml`]);
      const end = endOf(child);
      await server.seen(/^NOOP runaway/);
      const start = performance.now();
      child.kill("SIGINT");
      const { code, err } = await end;
      assertEquals(code, 130, err);
      assert(performance.now() - start < 20_000);
    });
  });
});
