import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { latin1Text } from "../base/octets.ts";
import { isProblem, problem } from "../base/problem.ts";
import { replyText } from "../smtp/reply.ts";
import { type Act, type Answer, close, nothing, octets, type Script } from "../peer/script.ts";
import type { ScriptedServer } from "../peer/scripted_server.ts";
import { certificates, withServer } from "../testing/scripted_server.ts";
import { Connection } from "./connection.ts";
import { openConnection, openSocket } from "./open.ts";
import { outgoingLine } from "./outgoing.ts";
import { Secrets } from "./secrets.ts";
import { sleep } from "./sleep.ts";
import { Transcript } from "./transcript.ts";

const at = ({ host, port }: Pick<ScriptedServer, "host" | "port">) => ({ addresses: [host], port });
const soon = 150;
const late = 10_000;

/** Hands a connection to a scripted server to the test, and destroys it. */
function connected<Result>(
  script: Script,
  test: (connection: Connection, transcript: Transcript, server: ScriptedServer) => Promise<Result>,
): Promise<Result> {
  return withServer(script, async (server) => {
    const transcript = new Transcript(() => performance.now(), new Secrets());
    const connection = await openConnection(at(server), { name: "main", transcript, within: late });
    if (!(connection instanceof Connection)) throw new Error(connection.why);
    try {
      return await test(connection, transcript, server);
    } finally {
      connection.destroy();
    }
  });
}

const greeting = (answer: Answer): Script => ({ answers: { connect: answer } });
const tls = { name: "mx.test", ca: certificates.root, within: late };
const starting = (answer: Answer): Script => ({ isImplicitTls: true, answers: { connect: answer } });

Deno.test("openConnection() distinguishes a refused connection", async () => {
  const transcript = new Transcript(() => performance.now(), new Secrets());
  const options = { name: "main", transcript, within: late } as const;
  assertEquals(await openConnection(at({ host: "127.0.0.1", port: 1 }), options), {
    kind: "refused",
    why: "the connection was refused",
  });
  assertEquals(transcript.events, []);
});

Deno.test("openConnection() distinguishes a socket of the file system that is not there", async () => {
  const transcript = new Transcript(() => performance.now(), new Secrets());
  const path = "/nowhere/lmtp.sock";
  const found = await openConnection({ path }, { name: "main", transcript, within: late });
  const { state } = await Deno.permissions.query({ name: "net" });
  const wanted = state === "granted" ? "unreachable" : "denied";
  assertEquals(found instanceof Connection ? "open" : found.kind, wanted);
});

Deno.test("openConnection() distinguishes a permission that Deno did not give from a server that is not there", async () => {
  const transcript = new Transcript(() => performance.now(), new Secrets());
  const { state } = await Deno.permissions.query({ name: "net", host: "192.0.2.1:25" });
  if (state === "granted") return; // The tests of the project do not run with this permission.
  const found = await openConnection(at({ host: "192.0.2.1", port: 25 }), {
    ...{ name: "main", transcript, within: soon },
  });
  assertEquals(found instanceof Connection ? "open" : found.kind, "denied");
});

Deno.test("Connection.next() gives replies in order, then the close", async () => {
  await connected(greeting(["220-a", "220 b", "250 c", close("fin")]), async (connection, transcript) => {
    const seen = [await connection.next(late), await connection.next(late), await connection.next(late)];
    assertEquals(seen.map((saw) => saw.kind === "reply" ? replyText(saw) : saw.kind), ["a\nb", "c", "close"]);
    assert(connection.isOver);
    assertEquals(transcript.events.map(({ kind }) => kind), ["connected", "received", "received", "closed"]);
  });
});

for (const how of ["fin", "reset"] as const) {
  Deno.test(`Connection.next() distinguishes a close by ${how}`, async () => {
    await connected({ answers: { NOOP: close(how) } }, async (connection) => {
      await connection.next(late);
      await connection.write([outgoingLine("NOOP")], 0);
      assertEquals(await connection.next(late), { kind: "close", how, isNotified: false });
    });
  });
}

Deno.test("Connection.next() keeps what was received of a reply before the deadline", async () => {
  await connected(greeting(octets("220-half\r\n220 ")), async (connection, transcript) => {
    const saw = await connection.next(soon);
    assertEquals(saw.kind === "silence" ? latin1Text(saw.partial) : saw.kind, "220-half\r\n220 ");
    assertEquals(transcript.events.at(-1)?.kind, "received");
  });
});

Deno.test("Connection.next() shows what was received of a reply before the server closed", async () => {
  await connected(greeting([octets("220 ha"), close("fin")]), async (connection, transcript) => {
    assertEquals((await connection.next(late)).kind, "close");
    assertEquals(transcript.events.slice(1).map((event) => "text" in event ? event.text : event.kind), [
      "220 ha",
      "closed",
    ]);
  });
});

Deno.test("Connection.next() reads nothing after octets that are no reply", async () => {
  await connected(greeting(["SSH-2.0-x", "220 hi"]), async (connection) => {
    assertEquals((await connection.next(late)).kind, "malformed");
    assert(connection.isBroken);
    assertEquals((await connection.next(soon)).kind, "silence");
  });
});

Deno.test("Connection.next() throws what was thrown while octets were read, outside all calls", async () => {
  await withServer({ answers: { NOOP: "250 ok" } }, async (server) => {
    let isBroken = false;
    const clock = () => {
      if (isBroken && /#receive/.test(new Error().stack ?? "")) throw new TypeError("no time");
      return performance.now();
    };
    const transcript = new Transcript(clock, new Secrets());
    const connection = await openConnection(at(server), { name: "main", transcript, within: late });
    if (!(connection instanceof Connection)) throw new Error(connection.why);
    try {
      await connection.next(late);
      isBroken = true;
      await connection.write([outgoingLine("NOOP")], 0);
      await assertRejects(() => connection.next(late), TypeError, "no time");
    } finally {
      connection.destroy();
    }
  });
});

Deno.test("Connection.closing() waits for the close and leaves replies unread", async () => {
  await connected({ answers: { NOOP: ["250 ok", close("fin")], RSET: close("fin") } }, async (connection) => {
    await connection.next(late);
    assertEquals(await connection.closing(0), undefined);
    await connection.write([outgoingLine("RSET")], 0);
    assertEquals(await connection.closing(late), { kind: "close", how: "fin", isNotified: false });
  });
  await connected({ answers: { NOOP: "250 ok" } }, async (connection) => {
    await connection.next(late);
    await connection.write([outgoingLine("NOOP")], 0);
    assertEquals(await connection.closing(late), undefined);
    assertEquals((await connection.next(0)).kind, "reply");
  });
});

Deno.test("Connection.write() gives false when the server has reset", async () => {
  await connected({ answers: { NOOP: close("reset") } }, async (connection) => {
    await connection.next(late);
    await connection.write([outgoingLine("NOOP")], 0);
    assertEquals((await connection.next(late)).kind, "close");
    assertEquals(await connection.write([outgoingLine("NOOP")], 0), false);
  });
});

Deno.test("Connection.write() sends content of many octets whole", async () => {
  const size = 3_000_000;
  await connected({ answers: { BDAT: "250 ok" } }, async (connection, _, server) => {
    await connection.next(late);
    await connection.write([outgoingLine(`BDAT ${size}`), { octets: new Uint8Array(size), secrets: [] }], 0);
    assertEquals((await connection.next(late)).kind, "reply");
    assertEquals(server.sessions[0]?.receivedOctets, size + `BDAT ${size}\r\n`.length);
  });
});

Deno.test("Connection.startTls() agrees on TLS and goes on inside it", async () => {
  await connected(starting(["220 hi", close("fin")]), async (connection, transcript) => {
    const facts = await connection.startTls(tls);
    assert(!isProblem(facts));
    assertMatch(facts.protocol, /^TLSv1\.[23]$/);
    assertEquals([facts.isForName, facts.isValidToday, facts.isTrusted], [true, true, true]);
    assertEquals((await connection.next(late)).kind, "reply");
    assertEquals(await connection.next(late), { kind: "close", how: "fin", isNotified: true });
    assert(transcript.events.some((event) => event.kind === "received" && event.isInTls));
  });
});

Deno.test("Connection.next() distinguishes a bare FIN inside TLS from a close_notify", async () => {
  await connected(starting(["220 hi", close("bare-fin")]), async (connection) => {
    await connection.startTls(tls);
    await connection.next(late);
    assertEquals(await connection.next(late), { kind: "close", how: "fin", isNotified: false });
  });
});

Deno.test("Connection.next() distinguishes a reset inside TLS", async () => {
  await connected(starting(["220 hi", { kind: "swallow" }, close("reset")]), async (connection) => {
    await connection.startTls(tls);
    await connection.next(late);
    await connection.write([outgoingLine("NOOP")], 0);
    assertEquals(await connection.next(late), { kind: "close", how: "reset", isNotified: false });
  });
});

Deno.test("Connection.startTls() discards plaintext that stands after the 220, and notes it", async () => {
  const answers = { STARTTLS: [octets("220 go\r\n250 injected\r\n"), { kind: "tls", certificate: "mx" }] } as const;
  await connected({ answers }, async (connection, transcript) => {
    await connection.next(late);
    await connection.write([outgoingLine("STARTTLS")], 0);
    await connection.next(late);
    assert(!isProblem(await connection.startTls(tls)));
    await connection.write([outgoingLine("NOOP")], 0);
    const saw = await connection.next(late);
    assertEquals(saw.kind === "reply" ? replyText(saw) : saw.kind, "nothing done");
    assertMatch(
      transcript.events.map((event) => event.kind === "note" ? event.text : "").join(""),
      /it was discarded$/,
    );
  });
});

for (const [what, answer] of Object.entries({ "HTTP": "HTTP/1.1 400 Bad Request", "SSH": "SSH-2.0-OpenSSH" })) {
  Deno.test(`Connection.startTls() gives a problem when ${what} answers`, async () => {
    await connected(greeting([{ kind: "swallow" }, answer, close("fin")]), async (connection) => {
      const facts = await connection.startTls(tls);
      assertMatch(isProblem(facts) ? facts.message : "agreed", /^the TLS handshake failed: |^the server closed/);
      assert(connection.isBroken);
    });
  });
}

Deno.test("Connection.startTls() ends at its deadline when nothing answers", async () => {
  await connected(greeting({ kind: "deaf" }), async (connection) => {
    const facts = await connection.startTls({ ...tls, within: soon });
    assertEquals(facts, {
      ...problem(`the TLS handshake took longer than ${soon} ms`),
      isTimeOut: true,
      inClear: undefined,
    });
  });
});

Deno.test("Connection.sendHello() distinguishes what kind of record answers", async () => {
  const hello = (answer: Answer, within = late) =>
    connected(
      greeting([{ kind: "swallow" }, ...(Array.isArray(answer) ? answer : [answer])]),
      (connection) => connection.sendHello("TLSv1.2", { name: "mx.test", layer: undefined, within }),
    );
  assertEquals(await hello(octets("\x15\x03\x01\x00\x02\x02\x28")), "alert");
  assertEquals(await hello(octets("\x15\x03\x01\x00\x02\x02\x46")), "protocol-version");
  assertEquals(await hello(octets("\x16\x03\x03\x00\x30\x02\x00\x00\x2c\x03\x03")), "server-hello");
  assertEquals(await hello(octets("\x16\x03\x01\x00\x30\x02\x00\x00\x2c\x03\x01")), "other");
  assertEquals(await hello("500 what"), "other");
  assertEquals(await hello(close("fin")), "close");
  assertEquals(await hello(nothing, soon), "silence");
});

Deno.test("Connection.close() ends our half by FIN, and by a reset at once", async () => {
  await connected({}, async (connection, _, server) => {
    await connection.next(late);
    connection.close("fin");
    assertEquals((await connection.next(late)).kind, "close");
    await server.sessions[0]?.over;
  });
  await connected({}, async (connection, transcript, server) => {
    await connection.next(late);
    connection.close("reset");
    await server.sessions[0]?.over;
    assertEquals(transcript.events.at(-1)?.kind, "closed");
  });
});

Deno.test("Connection reads no more inside TLS than it has room for, and reads on where there is room again", async () => {
  const flood: Act = { kind: "flood", octets: "250 one more\r\n".repeat(5_000), pause: 0 };
  await withServer({ isImplicitTls: true, answers: { QUIT: ["221 bye", flood] } }, async (server) => {
    const socket = await openSocket(at(server), late);
    if ("kind" in socket) throw new Error(socket.why);
    const connection = new Connection(socket, "main", new Transcript(() => performance.now(), new Secrets()));
    try {
      assert(!isProblem(await connection.startTls(tls)));
      await connection.next(late);
      await connection.write([outgoingLine("QUIT")], 0);
      const bye = await connection.next(late);
      assertEquals(bye.kind === "reply" && bye.code, 221);
      // However little the server comes to in this time, it is no more than there is room for.
      await sleep(1_000);
      assert(socket.bytesRead < 2_000_000, `${socket.bytesRead} octets were read`);
      for (let read = 0; read < 20_000; read++) assertEquals((await connection.next(late)).kind, "reply");
    } finally {
      connection.destroy();
    }
  });
});
