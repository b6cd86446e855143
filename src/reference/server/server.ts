/**
 * The reference server: strict, small, for testing only. It listens on free ports of 127.0.0.1, one for each role, and
 * does what its behaviour says.
 */
import { X509Certificate } from "node:crypto";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { type Role, roles } from "../../smtp/role.ts";
import { endpointsOf, type Listener } from "../../targets/endpoint.ts";
import { accessTo, sourceOfFlag } from "../../targets/mail_source.ts";
import { bareTarget, defaultDeadlines, type Target } from "../../targets/target.ts";
import { certificate, clientCertificate, clientKey } from "../certificate.ts";
import { type Behaviour, type Host, mutate, type Mutation } from "./behaviour.ts";
import { Connection } from "./connection.ts";
import { type Mailstore, makeMailstore } from "./maildir.ts";
import { rightBehaviour } from "./right_behaviour.ts";

/** A server that runs. */
export interface ReferenceServer {
  /** The target that the suite is given. */
  readonly target: Target;
  stop(): Promise<void>;
}

const domain = "mx.test"; // RFC 2606 §2
const names = ["alice", ...Array.from({ length: 150 }, (_, index) => `user${index + 1}`)];
const user = "alice";
const pass = "correct horse battery staple";
const bearerToken = "ya29.reference-token_0123456789~+/==";
const clientIdentity = { cert: clientCertificate, key: clientKey };
/** Everything happens in one process, so a reply, or mail, that is not there soon never comes. */
const deadlines = { ...defaultDeadlines, greeting: 5_000, reply: 5_000, endOfData: 5_000, delivery: 10_000 };

const host: Host = {
  domain,
  mailboxes: new Set([...names, "postmaster"]),
  lists: new Map([["staff", ["alice", "user1"]]]),
  users: new Map([[user, pass]]),
  tokens: new Map([[user, bearerToken]]),
  certified: new Map([[new X509Certificate(clientCertificate).fingerprint256, user]]),
  clientAddress: "127.0.0.1",
  now: () => new Date(),
  word: () => crypto.randomUUID().replaceAll("-", "").slice(0, 16),
};

/** The mailbox needs nothing to be opened. */
const nothingElse = { variables: new Map(), pass: undefined, addresses: new Map(), ca: undefined };

/** Starts the right server with some mutations. */
export async function startReference(mutations: readonly Mutation[]): Promise<ReferenceServer> {
  const behaviour = mutate(rightBehaviour, mutations);
  const mailstore = await makeMailstore(new Set([user]));
  const connections = new Set<Connection>();
  const servers: Server[] = [];
  const listeners: Listener[] = [];
  for (const role of roles) {
    const server = await listen(role, { behaviour, mailstore, connections });
    servers.push(server);
    listeners.push({ role, address: { host: "127.0.0.1", port: (server.address() as AddressInfo).port } });
  }
  return {
    target: describe(listeners, mailstore),
    async stop() {
      const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      for (const connection of connections) connection.destroy();
      await Promise.all(closed);
      await mailstore.remove();
    },
  };
}

async function listen(
  port: Role,
  { behaviour, mailstore, connections }: {
    readonly behaviour: Behaviour;
    readonly mailstore: Mailstore;
    readonly connections: Set<Connection>;
  },
): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  server.on("connection", (socket: Socket) => {
    const connection = new Connection(socket, { port, context: { host, behaviour }, mailstore });
    connections.add(connection);
    socket.once("close", () => connections.delete(connection));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function describe(listeners: readonly Listener[], mailstore: Mailstore): Target {
  const rcpts = names.map((name) => `${name}@${domain}`);
  return {
    name: "reference server",
    endpoints: endpointsOf([{ name: domain, listeners }]), // the domain is what the certificate is for
    ...bareTarget,
    rcpt: rcpts[0],
    rcpts,
    unknownRcpt: `nobody@${domain}`,
    foreignRcpt: "someone@example.org",
    list: `staff@${domain}`,
    user,
    pass,
    bearerToken,
    clientIdentity,
    mailboxes: new Map([[
      `${user}@${domain}`,
      accessTo(sourceOfFlag("maildir", mailstore.folderOf(user)), { setting: "--maildir", around: nothingElse }),
    ]]),
    ca: certificate,
    deadlines,
  };
}
