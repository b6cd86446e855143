import { assertEquals, assertMatch } from "@std/assert";
import { inFastTime } from "../testing/fast_time.ts";
import { smtpspec } from "../testing/smtpspec.ts";
import { withFolder } from "../testing/smtpspec_process.ts";
import { withServer } from "../testing/scripted_server.ts";
import { isLong, writePlanLine } from "./plan_line.ts";

const planned = (time: number, isPaused: boolean) => ({
  results: 1894,
  played: 912,
  endpoints: 3,
  longest: { estimate: { time, connections: 1310, isPaused }, delay: 1_000 },
});

Deno.test("writePlanLine() gives numbers and time, and why it takes so long", () => {
  assertEquals(
    writePlanLine(planned(24_100, false), undefined),
    "1894 results on 3 ports, 912 to be played: about 25 s",
  );
  assertEquals(
    writePlanLine(planned(1_309_000, true), undefined),
    "1894 results on 3 ports, 912 to be played: about 22 min, for the pause of 1 s between 1310 connections",
  );
});

Deno.test("writePlanLine() says that a budget will not be enough, and nothing of one that will", () => {
  assertEquals(
    writePlanLine(planned(120_000, false), 60_000),
    "1894 results on 3 ports, 912 to be played: about 2 min; --budget ends it after 1 min",
  );
  assertEquals(
    writePlanLine(planned(120_000, false), 600_000),
    "1894 results on 3 ports, 912 to be played: about 2 min",
  );
});

Deno.test("isLong() is for what takes a minute or more", () => {
  assertEquals([isLong(planned(59_999, false)), isLong(planned(60_000, false))], [false, true]);
});

Deno.test("smtpspec run says how long it takes where that is long, and nothing where it is not", async () => {
  const [long, short] = await withFolder((folder) =>
    inFastTime(100, () =>
      withServer({}, async (server) => {
        const run = async (time: string) => {
          const file = `${folder}/${time}.yaml`;
          await Deno.writeTextFile(
            file,
            `title: A test\nrfc: RFC 5321 §4.1.1.9\nrisks: [slow]\ncases:\n  - {id: one, must: wait, steps: [wait: ${time}]}\n`,
          );
          const { port } = server;
          const options = ["--cases", file, "--skip", "replies", "--skip", "sanity", "--allow", "slow"];
          return await smtpspec(["run", `smtp://127.0.0.1:${port}`, ...options]);
        };
        return [await run("65s"), await run("100ms")];
      }))
  );
  assertEquals([short?.code, short?.err], [0, ""]);
  assertMatch(long?.err ?? "", /^1 result on 1 port, 1 to be played: about [67][0-9] s\n$/);
});
