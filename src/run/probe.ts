/** Asks an endpoint what it offers in each state of a session. */
import { type Offer, offers } from "../smtp/ehlo.ts";
import type { SessionState } from "../plan/plan.ts";
import type { Session } from "../session/session.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { TlsFacts } from "../wire/transcript.ts";
import type { Env } from "./env.ts";
import { leave, reach } from "./reach.ts";

/** What an endpoint showed of itself. */
export interface Probe {
  readonly offers: ReadonlyMap<SessionState, Offer>;
  readonly tls: TlsFacts | undefined;
}

/** Asks what the endpoint offers in plaintext, inside TLS, and after AUTH. What cannot be reached stays unknown. */
export async function probe(env: Env, endpoint: Endpoint): Promise<Probe> {
  const found = new Map<SessionState, Offer>();
  let tls: TlsFacts | undefined;
  const isImplicit = roleRules[endpoint.role].tls === "implicit";
  const ask = async (session: ReadonlySet<"tls" | "auth">, state: SessionState) => {
    const reached = await reach(env, endpoint, { start: "ehlo", session });
    if (reached.kind === "failed") return;
    const offer = session.has("auth") ? await helloAgain(env, endpoint, reached.session) : reached.session.offer;
    if (offer !== undefined) found.set(state, offer);
    tls ??= reached.session.connection.tls;
    await leave(reached.session);
  };
  await ask(new Set(), isImplicit ? "tls" : "plain");
  const first = found.get(isImplicit ? "tls" : "plain");
  if (isImplicit && first !== undefined) found.set("plain", first);
  if (!isImplicit && first !== undefined && offers(first, "STARTTLS")) await ask(new Set(["tls"]), "tls");
  if (env.target.user !== undefined && env.target.pass !== undefined) {
    const [plain, inTls] = [isImplicit ? undefined : found.get("plain"), found.get("tls")];
    if (plain !== undefined && offers(plain, "AUTH")) await ask(new Set(["auth"]), "auth");
    if (inTls !== undefined && offers(inTls, "AUTH")) await ask(new Set(["tls", "auth"]), "tls+auth");
  }
  return { offers: found, tls };
}

/** What is offered after AUTH is what a second EHLO says; a server that refuses one keeps its first offer. */
async function helloAgain(env: Env, endpoint: Endpoint, session: Session): Promise<Offer | undefined> {
  const before = session.offer;
  await session.send(`${roleRules[endpoint.role].hello} ${env.target.client}`);
  const received = await session.read();
  return received.kind === "reply" && received.code === 250 ? session.offer : before;
}
