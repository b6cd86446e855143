import { assertEquals } from "@std/assert";
import { ensureUser } from "./users.ts";

/** Stand-ins for the programs: what there is stands in variables, and what is made is printed. */
const machine = `
getent() { case "$1" in passwd) [ "$hasUser" = yes ];; group) [ "$hasGroup" = yes ];; esac; }
groupadd() { [ "$hasGroup" = no ] || exit 9; hasGroup=yes; echo "group $*"; }
useradd() { [ "$hasUser $hasGroup" = "no yes" ] || exit 9; echo "user $*"; }
usermod() { [ "$hasUser $hasGroup" = "yes yes" ] || exit 9; echo "changed $*"; }
`;

const cases: readonly (readonly [hasUser: string, hasGroup: string, made: readonly string[]])[] = [
  ["no", "no", ["group --system postdrop", "user --system --gid postdrop postdrop"]],
  ["no", "yes", ["user --system --gid postdrop postdrop"]],
  ["yes", "no", ["group --system postdrop", "changed --gid postdrop postdrop"]],
  ["yes", "yes", ["changed --gid postdrop postdrop"]],
];

for (const [hasUser, hasGroup, made] of cases) {
  Deno.test(`ensureUser() leaves a user with its group where the user is there: ${hasUser}, the group: ${hasGroup}`, async () => {
    const script = `hasUser=${hasUser} hasGroup=${hasGroup}\n${machine}${ensureUser("postdrop")}`;
    const { code, stdout } = await new Deno.Command("bash", { args: ["-e", "-c", script] }).output();
    assertEquals([code, new TextDecoder().decode(stdout).trim().split("\n")], [0, made]);
  });
}
