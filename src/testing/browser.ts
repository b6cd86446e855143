/** A headless Chromium for tests, driven by its own protocol over a WebSocket on loopback. */
import { fail } from "@std/assert";
import { browsers } from "../launch/tasks.ts";

/** The browser of this machine, or undefined. */
export const browser = browsers.find((path) => {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false; // not there
  }
});

const flags = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"],
  "--remote-debugging-port=0",
];

const longest = 60_000; // our choice: a browser that takes longer for a test hangs

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A page of the browser. */
export interface Tab {
  /** Opens an address, and waits until it is loaded. */
  open(address: string): Promise<void>;
  /** Evaluates an expression; a promise is awaited. What it gives has to be JSON. */
  read(expression: string): Promise<unknown>;
  /** Sends a command of the protocol. */
  send(method: string, params?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  /** What was requested from the network, and what was written to the console: errors, violations of the policy. */
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
}

/** Hands a tab of a fresh browser to the test. */
export async function withTab(path: string, test: (tab: Tab) => Promise<void>): Promise<void> {
  const profile = await Deno.makeTempDir();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), longest);
  const child = new Deno.Command(path, {
    args: [...flags, `--user-data-dir=${profile}`, "about:blank"],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    signal: deadline.signal,
  }).spawn();
  try {
    const lines = child.stderr.pipeThrough(new TextDecoderStream());
    const socket = new WebSocket(await findAddress(lines));
    await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
    const wire = speak(socket);
    try {
      await test(await openTab(wire));
    } finally {
      await wire.send("Browser.close");
      const closed = new Promise((resolve) => socket.addEventListener("close", resolve, { once: true }));
      socket.close();
      await closed;
    }
  } finally {
    await child.status;
    clearTimeout(timer);
    await Deno.remove(profile, { recursive: true });
  }
}

/** Reads on until the browser says where it listens; what it says afterwards is of no interest. */
async function findAddress(lines: ReadableStream<string>): Promise<string> {
  let text = "";
  const reader = lines.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    text += value;
    const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
    if (address === undefined) continue;
    void (async () => {
      while (!(await reader.read()).done);
    })();
    return address;
  }
  return fail(`the browser did not start: ${text}`);
}

type Listener = (message: Message) => void;

interface Wire {
  send(method: string, params?: object, sessionId?: string): Promise<Readonly<Record<string, unknown>>>;
  listen(listener: Listener): void;
}

function speak(socket: WebSocket): Wire {
  const waiting = new Map<number, (message: Message) => void>();
  const listeners: Listener[] = [];
  let last = 0;
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else listeners.forEach((listener) => listener(message));
  });
  return {
    async send(method, params = {}, sessionId) {
      const id = ++last;
      const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method, params, sessionId }));
      const { result, error } = await answer;
      return result ?? fail(`${method}: ${error?.message}`);
    },
    listen: (listener) => void listeners.push(listener),
  };
}

async function openTab(wire: Wire): Promise<Tab> {
  const { targetId } = await wire.send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await wire.send("Target.attachToTarget", { targetId, flatten: true });
  const send = (method: string, params = {}) => wire.send(method, params, String(sessionId));
  const requests: string[] = [];
  const complaints: string[] = [];
  let onLoad = () => {};
  const navigate = async (url: string) => {
    const loaded = new Promise<void>((resolve) => onLoad = resolve);
    await send("Page.navigate", { url });
    await loaded;
  };
  wire.listen(({ method, params }) => {
    if (method === "Page.loadEventFired") onLoad();
    if (method === "Network.requestWillBeSent") requests.push((params?.request as { url: string }).url);
    if (method === "Log.entryAdded") complaints.push((params?.entry as { text: string }).text);
    if (method === "Runtime.exceptionThrown") complaints.push(JSON.stringify(params));
  });
  for (const domain of ["Page", "Network", "Log", "Runtime"]) await send(`${domain}.enable`);
  return {
    send,
    requests,
    complaints,
    async open(address) {
      await navigate("about:blank"); // another fragment of the same page would not load it anew
      await navigate(address);
    },
    async read(expression) {
      const { result, exceptionDetails } = await send("Runtime.evaluate", {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails !== undefined) fail(JSON.stringify(exceptionDetails));
      return (result as { value: unknown }).value;
    },
  };
}
