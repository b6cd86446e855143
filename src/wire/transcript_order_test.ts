/** The order of a transcript: that of time, however late something is read. */
import { assertEquals } from "@std/assert";
import { latin1 } from "../base/octets.ts";
import { close, type Script } from "../peer/script.ts";
import { withServer } from "../testing/scripted_server.ts";
import { Connection } from "./connection.ts";
import { openConnection } from "./open.ts";
import { outgoingLine } from "./outgoing.ts";
import { Secrets } from "./secrets.ts";
import { Transcript } from "./transcript.ts";

const late = 20_000;

/** Hands two connections to a server to the test, with the transcript that they share. */
function withTwo(
  script: Script,
  test: (one: Connection, two: Connection, transcript: Transcript) => Promise<void>,
): Promise<void> {
  return withServer(script, async ({ host, port }) => {
    const transcript = new Transcript(() => performance.now(), new Secrets());
    const open = async (name: string) => {
      const connection = await openConnection({ addresses: [host], port }, { name, transcript, within: late });
      if (!(connection instanceof Connection)) throw new Error(connection.why);
      return connection;
    };
    const [one, two] = [await open("one"), await open("two")];
    try {
      await test(one, two, transcript);
    } finally {
      one.destroy();
      two.destroy();
    }
  });
}

/** Resolves when something holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

const shown = (transcript: Transcript) =>
  transcript.events.map((event) => `${event.on} ${event.kind} ${"text" in event ? event.text : ""}`.trim());

function assertInOrder(transcript: Transcript): void {
  const times = transcript.events.map(({ at }) => at);
  assertEquals(times, times.toSorted((one, other) => one - other));
}

Deno.test("what is read late stands in a transcript where it was received, and is still what was recorded latest", async () => {
  await withTwo({}, async (one, two, transcript) => {
    await until(() => one.unread !== undefined && two.unread !== undefined);
    await two.write([outgoingLine("NOOP")], 0);
    await two.next(late);
    await two.next(late);
    const mark = transcript.mark();
    await one.next(late);
    const { latest } = transcript;
    const lines = shown(transcript);
    assertEquals(lines.indexOf("one received 220 mx.test ESMTP\\r\\n") < lines.indexOf("two sent NOOP\\r\\n"), true);
    assertInOrder(transcript);
    assertEquals(lines[transcript.placeOf(latest)], "one received 220 mx.test ESMTP\\r\\n");
    transcript.finish();
    assertEquals(lines[mark.event], "two received 250 nothing done\\r\\n");
  });
});

Deno.test("a close and an unfinished line stand in a transcript where they were received, and the close once", async () => {
  const script: Script = { answers: { RSET: [{ kind: "octets", octets: "250-part" }, close("fin")] } };
  await withTwo(script, async (one, two, transcript) => {
    await one.next(late);
    await one.write([outgoingLine("RSET")], 0);
    await until(() => one.isOver);
    await two.next(late);
    await two.write([outgoingLine("NOOP")], 0);
    assertEquals((await one.next(late)).kind, "close");
    assertEquals((await one.next(late)).kind, "close");
    assertInOrder(transcript);
    const lines = shown(transcript);
    const sent = lines.indexOf("two sent NOOP\\r\\n");
    assertEquals(
      lines.indexOf("one received 250-part") < sent && lines.indexOf("one closed") < sent,
      true,
      lines.join("\n"),
    );
    assertEquals(lines.filter((line) => line === "one closed").length, 1);
  });
});

Deno.test("Transcript.placeOf() finds an event among those that are kept, in the order of time", () => {
  let time = 0;
  const transcript = new Transcript(() => time, new Secrets());
  for (time = 0; time < 5_000; time++) transcript.recordReceived("main", latin1("x"), false, time);
  transcript.recordReceived("main", latin1("y"), false, 4_000.5); // received before the last thousand
  const { latest } = transcript;
  const events = transcript.finish();
  assertEquals(events.map(({ at }) => at), events.map(({ at }) => at).toSorted((one, other) => one - other));
  const event = events[transcript.placeOf(latest)];
  assertEquals(event?.kind === "received" ? event.text : "", "y");
  assertEquals(events[transcript.placeOf(latest - 1)]?.at, 4_999);
});
