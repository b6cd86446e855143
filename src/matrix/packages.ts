/** Fetching the packages of a server into a folder of their own; nothing is installed on this machine. */
import type { ServerSetup } from "./server_setup.ts";
import { runCommand } from "./command.ts";

/** Packages that were fetched: the folder that goes on top of the machine's own files, and the version of the server. */
export interface Store {
  readonly root: string;
  readonly version: string;
}

/** A package that a store holds, or is to hold. */
interface Package {
  readonly name: string;
  readonly version: string;
}

/** Gives the folder in which what was fetched is kept, for the matrix and the benchmark. */
export function storesFolder(): string {
  const home = Deno.env.get("XDG_CACHE_HOME") ?? `${Deno.env.get("HOME") ?? "/root"}/.cache`;
  return `${home}/smtpspec-matrix`;
}

/**
 * Finds what was fetched before; undefined if it has to be fetched. A store lists the packages in it: one without a
 * package that the server names does not count.
 */
export async function findStore(setup: ServerSetup, folder: string): Promise<Store | undefined> {
  const place = placeOf(setup, folder);
  try {
    const held = readHeld(await Deno.readTextFile(`${place}/packages`));
    const named = setup.packages.from === "npm" ? [setup.packages.name] : setup.packages.names;
    if (!named.every((name) => held.has(name))) return undefined;
    const version = held.get(named[0] ?? "") ?? "";
    return { root: `${place}/root`, version: version.replace(/^\d+:/, "") }; // without Debian's epoch
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Reads the list of a store: a name and a version in each line. */
function readHeld(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.trim().split("\n").map((line) => {
      const [name = "", version = ""] = line.split(" ");
      return [name, version];
    }),
  );
}

/** Fetches the packages. Rejects with what apt-get or npm printed. */
export async function fetchStore(setup: ServerSetup, folder: string): Promise<Store> {
  const place = placeOf(setup, folder);
  // Made beside its place and renamed when whole, so that what is there can be believed.
  const fresh = `${place}.${crypto.randomUUID().slice(0, 8)}`;
  await Deno.mkdir(`${fresh}/root`, { recursive: true });
  try {
    const { packages } = setup;
    const held = packages.from === "npm" ? await fetchNpm(packages, fresh) : await fetchDebian(packages.names, fresh);
    await Deno.writeTextFile(`${fresh}/packages`, held.map(({ name, version }) => `${name} ${version}\n`).join(""));
    await removeTree(place);
    await Deno.rename(fresh, place);
  } finally {
    await removeTree(fresh);
  }
  const store = await findStore(setup, folder);
  if (store === undefined) throw new Error(`Cannot find what was fetched for ${setup.name}`);
  return store;
}

function placeOf({ packages }: ServerSetup, folder: string): string {
  const name = packages.from === "npm" ? `${packages.name}-${packages.version}` : packages.names[0] ?? "";
  return `${folder}/${packages.from}-${name.toLowerCase()}`;
}

async function fetchNpm(
  { name, version }: { readonly name: string; readonly version: string },
  place: string,
): Promise<readonly Package[]> {
  const prefix = `${place}/root/matrix`;
  await Deno.mkdir(prefix, { recursive: true });
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--omit=optional", "--omit=dev", "--no-save"];
  await runCommand("npm", ["install", ...flags, "--prefix", prefix, `${name}@${version}`]);
  return [{ name, version }];
}

/**
 * Fetches packages with all that they need, and unpacks them. What this machine has of them is fetched too, so that a
 * store is the same on all machines and outlives what is installed; only what no Debian is without is left out.
 */
async function fetchDebian(names: readonly string[], place: string): Promise<readonly Package[]> {
  const always = new Set((await planInstall(["?priority(required)"])).map(({ name }) => name));
  const wanted = (await planInstall(names)).filter(({ name }) => !always.has(name));
  const debs = `${place}/debs`;
  await Deno.mkdir(debs);
  // apt-get gives up its rights for the download, and warns if it cannot write there.
  await Deno.chmod(place, 0o755);
  const args = wanted.map(({ name, version }) => `${name}=${version}`);
  await runCommand("apt-get", ["download", ...args], { cwd: debs });
  for await (const { name } of Deno.readDir(debs)) {
    await runCommand("dpkg-deb", ["--extract", `${debs}/${name}`, `${place}/root`]);
  }
  await removeTree(debs);
  await mergeUsr(`${place}/root`);
  return wanted;
}

/** Plans an installation on a machine that has nothing. */
async function planInstall(names: readonly string[]): Promise<readonly Package[]> {
  const nothing = ["-o", "Dir::State::status=/dev/null"];
  return readPlan(
    await runCommand("apt-get", [...nothing, "install", "--simulate", "--no-install-recommends", ...names]),
  );
}

/** Reads what `apt-get --simulate` would install: `Inst name [old] (version …)`. */
export function readPlan(text: string): Package[] {
  return [...text.matchAll(/^Inst (\S+) (?:\[[^\]]*\] )?\((\S+)/gm)].map(([, name = "", version = ""]) => ({
    name,
    version,
  }));
}

/** /bin and the like are links to /usr/bin today; a folder of that name in the packages would hide the link. */
async function mergeUsr(root: string): Promise<void> {
  for (const name of ["bin", "sbin", "lib", "lib64"]) {
    try {
      await Deno.lstat(`${root}/${name}`);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue;
      throw error;
    }
    await Deno.mkdir(`${root}/usr/${name}`, { recursive: true });
    await runCommand("cp", ["-a", `${root}/${name}/.`, `${root}/usr/${name}`]);
    await removeTree(`${root}/${name}`);
  }
}

async function removeTree(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
