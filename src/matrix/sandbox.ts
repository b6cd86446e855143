/**
 * Starting a server in a private root: its packages on top of this machine's files, written to memory only, with its
 * own mounts, processes and host name, and no DNS. Only the network is shared, for the loopback ports.
 */
import { clientCertificate, clientKey } from "../reference/certificate.ts";
import { roles } from "../smtp/role.ts";
import { commonFiles, secretsOf, targetFile } from "./fixtures.ts";
import type { Ports, ServerSetup } from "./server_setup.ts";
import type { Store } from "./packages.ts";
import { ensureUser } from "./users.ts";

/** A server that runs. */
export interface Running {
  readonly title: string;
  readonly ports: Ports;
  /** The path of its target file. */
  readonly target: string;
  /** The secrets that the target file names, by their environment variables. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Resolves when it has ended by itself. */
  readonly ended: Promise<void>;
  /** Gives the last lines of what it wrote. */
  log(): Promise<string>;
  /** Ends it with all its processes, and removes its folder. */
  stop(): Promise<void>;
}

const startWithin = 60_000; // our choice: Courier and Sendmail need seconds
const lookAgainAfter = 100;

/**
 * Ends with the server, or when its standard input does: so the server does not outlive us, however we end. It is the
 * first process of its namespace, so all others end with it.
 */
const innerScript = `
set -e
folder=$1 packages=$2 host=$3
shift 3
exec 3<&0
mount --make-rprivate /
mkdir "$folder/room"
mount -t tmpfs -o mode=755,size=4g tmpfs "$folder/room"
cd "$folder/room"
mkdir upper work root
cp -a "$packages/." upper/
mount -t overlay overlay -o "lowerdir=/,upperdir=$PWD/upper,workdir=$PWD/work" root
for own in "$@"
do
  rm -rf "root$own"
  [ ! -e "$packages$own" ] || cp -a "$packages$own" "root$own"
done
cp -r "$folder/files/." root/
mount -t proc proc root/proc
mount --rbind /dev root/dev
mkdir -p root/mail
mount --bind "$folder/mail" root/mail
mount -t tmpfs -o mode=1777 tmpfs root/tmp
mount -t tmpfs -o mode=755 tmpfs root/run
hostname "$host"
chroot root /bin/sh -e /matrix/start.sh < /dev/null 3<&- &
cat <&3 > /dev/null &
wait -n
`;

/** Starts a server and waits until each of its ports accepts connections. Rejects with the end of its log when one does not. */
export async function startServer(setup: ServerSetup, { root, version }: Store): Promise<Running> {
  const folder = await Deno.makeTempDir({ prefix: `smtpspec-matrix-${setup.name}-` });
  await Deno.chmod(folder, 0o755);
  const ports = await findPorts();
  const title = `${setup.title} ${version}`;
  await writeFiles(setup, { folder, ports, title });
  const flags = ["--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child"];
  const log = await Deno.open(`${folder}/log`, { write: true, create: true });
  const child = new Deno.Command("unshare", {
    args: [...flags, "bash", "-c", innerScript, "matrix", folder, root, "mx.test", ...setup.state],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    env: { LC_ALL: "C.UTF-8" },
  }).spawn();
  void child.stdout.pipeTo(appendTo(log));
  void child.stderr.pipeTo(appendTo(log));
  let isEnded = false;
  const ended = child.status.then(() => {
    isEnded = true;
  });
  const readLog = async () => (await Deno.readTextFile(`${folder}/log`)).trim().split("\n").slice(-12).join("\n");
  const stop = async () => {
    if (!isEnded) child.kill("SIGKILL");
    await ended;
    await child.stdin.close().catch(() => {}); // It may be gone with the child.
    await Deno.remove(folder, { recursive: true });
  };
  const listening = [...setup.roles, ...setup.readBack === "imap" ? ["imap" as const] : []];
  const waiting = listening.map((name) => waitForConnection(ports[name], () => isEnded));
  const failed = (await Promise.all(waiting)).includes(false);
  if (failed) {
    const lines = await readLog();
    await stop();
    throw new Error(`${setup.title} does not start${lines === "" ? "" : `:\n${lines}`}`);
  }
  return { title, ports, target: `${folder}/target.yaml`, secrets: secretsOf(setup), ended, log: readLog, stop };
}

function appendTo(file: Deno.FsFile): WritableStream<Uint8Array> {
  return new WritableStream({
    write: async (octets) => {
      for (let at = 0; at < octets.length;) at += await file.write(octets.subarray(at));
    },
  });
}

async function writeFiles(
  setup: ServerSetup,
  { folder, ports, title }: { readonly folder: string; readonly ports: Ports; readonly title: string },
): Promise<void> {
  const script = setup.host === undefined
    ? {}
    : { [`/matrix/${setup.host}`]: await Deno.readTextFile(new URL(`hosts/${setup.host}`, import.meta.url)) };
  const files: Readonly<Record<string, string>> = {
    ...commonFiles(ports),
    ...script,
    ...setup.files(ports),
    "/matrix/start.sh": setup.users.map(ensureUser).join("") + setup.start(ports),
  };
  await Deno.mkdir(`${folder}/mail`);
  await Deno.chmod(`${folder}/mail`, 0o777);
  for (const [path, text] of Object.entries(files)) {
    const place = `${folder}/files${path}`;
    await Deno.mkdir(place.slice(0, place.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(place, text);
  }
  await Deno.writeTextFile(`${folder}/certificate.pem`, files["/matrix/certificate.pem"] ?? "");
  await Deno.writeTextFile(`${folder}/client.pem`, clientCertificate);
  await Deno.writeTextFile(`${folder}/client.key`, clientKey);
  await Deno.writeTextFile(`${folder}/target.yaml`, targetFile(setup, { title, ports, folder }));
}

/** Finds free ports, all different. */
async function findPorts(): Promise<Ports> {
  const listeners = [...roles, "imap"].map(() => Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  const [mx = 0, submission = 0, submissions = 0, lmtp = 0, imap = 0] = listeners.map(({ addr }) => addr.port);
  for (const listener of listeners) listener.close();
  return await Promise.resolve({ mx, submission, submissions, lmtp, imap });
}

/** Waits until a port accepts connections; false if it does not in time, or the server ends. */
async function waitForConnection(port: number, isEnded: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < startWithin && !isEnded(); waited += lookAgainAfter) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return true;
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, lookAgainAfter));
  }
  return false;
}
