/** What a submission server does beyond a relay: domains in full (RFC 6409 §4.2), missing fields (RFC 6409 §8). Pure. */
import type { Host } from "./behaviour.ts";
import type { Path } from "./path.ts";
import { type Reply, reply } from "./reply.ts";
import type { State } from "./state.ts";

/** Says whether a session is for submission. */
export function isSubmission({ port }: Pick<State, "port">): boolean {
  return port === "submission" || port === "submissions";
}

/** Refuses a domain without a dot on a port for submission. */
export function refuseDomain(state: State, path: Path | undefined): Reply | undefined {
  const domain = path?.domain;
  const isShort = domain !== undefined && !domain.startsWith("[") && !domain.includes(".");
  return isShort && isSubmission(state) ? reply("554 5.1.2", "The domain is not fully qualified") : undefined;
}

/** Adds Message-ID and Date where they are missing, and replaces a Message-ID that is none. */
export function complete(content: string, host: Host): string {
  const end = content.startsWith("\r\n") ? 0 : content.indexOf("\r\n\r\n") + 2;
  const header = end === 1 ? content : content.slice(0, end); // 1: there is no empty line
  const rest = content.slice(header.length);
  const id = /^Message-ID:.*\r\n(?:[ \t].*\r\n)*/im;
  const isIdRight = /^Message-ID:\s*<[^<>@\s]+@[^<>@\s]+>\s*$/i.test(id.exec(header)?.[0] ?? "");
  const kept = isIdRight ? header : header.replace(id, "");
  const added = [
    ...(isIdRight ? [] : [`Message-ID: <${host.word()}@${host.domain}>\r\n`]),
    ...(/^Date:/im.test(header) ? [] : [`Date: ${host.now().toUTCString().replace("GMT", "+0000")}\r\n`]),
  ];
  return `${kept}${added.join("")}${rest}`;
}
