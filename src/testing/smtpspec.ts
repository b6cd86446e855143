/**
 * For tests of the command line: smtpspec inside this process, which takes a tenth of the time of a child. What is about
 * the process itself (permissions, signals, colours, closed pipes) takes `smtpspec_process.ts`.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { main } from "../main.ts";
import type { Left } from "./smtpspec_process.ts";

interface Printed {
  out: string;
  err: string;
}

const printing = new AsyncLocalStorage<Printed>();
const decoder = new TextDecoder();

/** Runs smtpspec with these arguments; several may run at once. What it prints goes to no terminal. */
export async function smtpspec(args: readonly string[]): Promise<Left> {
  using _ = capture();
  const printed: Printed = { out: "", err: "" };
  const code = await printing.run(printed, () => main(args));
  return { code, ...printed };
}

let captures = 0;

/** Hands what is written to the output of this process to whoever runs smtpspec; undone when the last one is disposed of. */
function capture(): Disposable {
  const streams = [[Deno.stdout, "out"], [Deno.stderr, "err"]] as const;
  if (captures++ === 0) {
    for (const [stream, name] of streams) {
      const [write, writeSync, isTerminal] = [stream.write, stream.writeSync, stream.isTerminal];
      const keep = (octets: Uint8Array): number | undefined => {
        const printed = printing.getStore();
        if (printed === undefined) return undefined;
        printed[name] += decoder.decode(octets);
        return octets.length;
      };
      Object.assign(stream, {
        write: async (octets: Uint8Array) => keep(octets) ?? await write.call(stream, octets),
        writeSync: (octets: Uint8Array) => keep(octets) ?? writeSync.call(stream, octets),
        isTerminal: () => printing.getStore() === undefined && isTerminal.call(stream),
      });
    }
  }
  return {
    [Symbol.dispose]() {
      if (--captures > 0) return;
      for (const [stream] of streams) {
        const own: Partial<typeof stream> = stream;
        delete own.write;
        delete own.writeSync;
        delete own.isTerminal;
      }
    },
  };
}
