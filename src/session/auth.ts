/** A whole AUTH exchange (RFC 4954 §4), from the command to the last reply. */
import { base64, latin1, utf8 } from "../base/octets.ts";
import { isProblem, problem } from "../base/problem.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Observation } from "../smtp/observation.ts";
import { mechanisms } from "../smtp/sasl.ts";
import type { Outgoing } from "../wire/outgoing.ts";
import { Unplayable } from "./unplayable.ts";
import type { Session } from "./session.ts";

export interface Authentication {
  readonly mechanism: string;
  readonly user: string;
  readonly pass: string;
  readonly nonce: string;
  readonly tamper: ReadonlyMap<string, string>;
  /** How long each reply may take; undefined: the deadline of AUTH. */
  readonly within: Milliseconds | undefined;
}

/** How an exchange ended: the last reply, and what was wrong with the server's part of it. */
export interface AuthOutcome {
  readonly received: Observation;
  readonly problem: string | undefined;
}

const mostChallenges = 10; // our choice: no mechanism here has more than three
const commandOctets = 512; // RFC 5321 §4.5.3.1.4: a longer initial response waits for the 334

/** Plays the client's part. All that it sends is masked in the transcript. */
export async function authenticate(session: Session, options: Authentication): Promise<AuthOutcome> {
  const mechanism = mechanisms.get(options.mechanism.toUpperCase());
  if (mechanism === undefined) throw new Unplayable("error", `the runner cannot play AUTH ${options.mechanism}`);
  const client = mechanism.start(options);
  const hide = (secret: string | Uint8Array) => session.hide(secret, options.pass);
  hide(options.pass);
  const initial = client.initial === undefined ? undefined : encode(client.initial) || "=";
  const fits = initial !== undefined && `AUTH ${options.mechanism} ${initial}\r\n`.length <= commandOctets;
  let unsent = fits ? undefined : initial;
  await session.write([masked(`AUTH ${options.mechanism}`, fits ? initial : undefined)], {
    verbs: ["AUTH"],
    gap: 0,
    isSettled: true,
  });
  for (let turn = 0; turn < mostChallenges; turn++) {
    const received = await session.read(options.within);
    if (received.kind !== "reply" || received.code !== 334) {
      const isDone = received.kind === "reply" && received.code >= 200 && received.code < 300;
      return { received, problem: isDone ? client.unproven() : undefined };
    }
    const challenge = decode(received.lines[0]?.text ?? "");
    let line = unsent;
    if (line === undefined) {
      const answer = challenge === undefined ? problem("the text of the 334 is no base64") : client.respond(challenge);
      if (isProblem(answer)) return await cancel(session, answer.message);
      for (const proof of answer.proofs) hide(proof);
      line = encode(answer.octets);
    }
    unsent = undefined;
    await session.write([masked("", line)], { verbs: ["AUTH"], gap: 0, isSettled: true });
  }
  return await cancel(session, `the server went on asking after ${mostChallenges} challenges`);
}

async function cancel(session: Session, problem: string): Promise<AuthOutcome> {
  await session.send("*");
  return { received: await session.read(), problem };
}

/** Makes the line of a command, or of an answer, of which the part in base64 is secret as a whole. */
function masked(command: string, secret: string | undefined): Outgoing {
  const head = command + (command !== "" && secret !== undefined ? " " : "");
  const start = utf8(head).length;
  const octets = utf8(`${head}${secret ?? ""}\r\n`);
  return { octets, secrets: secret === undefined || secret === "" ? [] : [{ start, end: octets.length - 2 }] };
}

const encode = (octets: Uint8Array) => base64(octets);

function decode(text: string): Uint8Array | undefined {
  try {
    return latin1(atob(text.trim()));
  } catch {
    return undefined;
  }
}
