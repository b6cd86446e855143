/** Plays recorded sessions again: the same writes, and as many replies awaited, without reading them. */
import { connect } from "node:net";
import { latin1Text } from "../base/octets.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Session } from "./relay.ts";
import { countReplies } from "./replies.ts";

const stallsAfter: Milliseconds = 10_000; // our choice: no reply of a replay needs so long

/** Plays sessions on a port of 127.0.0.1, `jobs` at once; gives the time needed. Rejects when one stalls. */
export async function replay(sessions: readonly Session[], port: number, jobs: number): Promise<Milliseconds> {
  const start = performance.now();
  let next = 0;
  const worker = async () => {
    for (let session = sessions[next++]; session !== undefined; session = sessions[next++]) {
      await playSession(session, port);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return performance.now() - start;
}

/** Resolves when the session is over: all was written and answered, or the server closed. */
function playSession({ writes, replies }: Session, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true, noDelay: true });
    let counted = 0;
    let text = "";
    let at = 0;
    let isWaiting = false;
    const goOn = () => {
      for (let write = writes[at]; !isWaiting && write !== undefined && counted >= write.after; write = writes[at]) {
        if (write.pause > 0) {
          isWaiting = true;
          setTimeout(() => {
            isWaiting = false;
            send();
            goOn();
          }, write.pause);
        } else send();
      }
      if (at === writes.length && counted >= replies) socket.end();
    };
    const send = () => {
      const octets = writes[at++]?.octets;
      if (octets !== undefined && socket.writable) socket.write(octets);
    };
    socket.on("data", (octets: Uint8Array) => {
      const { count, rest } = countReplies(text + latin1Text(octets));
      counted += count;
      text = rest;
      goOn();
    });
    socket.on("end", () => socket.end());
    socket.on("error", () => {}); // A server may reset a session that is over.
    socket.setTimeout(stallsAfter, () => {
      const next = latin1Text(writes[at]?.octets ?? new Uint8Array(0)).slice(0, 60);
      const last = latin1Text(writes[at - 1]?.octets ?? new Uint8Array(0)).slice(0, 60);
      socket.destroy();
      reject(
        new Error(
          `A replayed session stalled with ${counted} of ${replies} replies, after ${JSON.stringify(last)}, before ` +
            JSON.stringify(next),
        ),
      );
    });
    socket.on("close", () => resolve());
  });
}
