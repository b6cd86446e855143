/** The system users of a server in its private root, whatever this machine has of them. Pure. */

/**
 * Writes the shell commands that leave a system user with a group of the same name, as the package's installation would.
 * The machine may have the user, the group, both or neither: Debian's Postfix makes a group `postdrop` without a user.
 */
export function ensureUser(name: string): string {
  return `getent group ${name} >/dev/null || groupadd --system ${name}
if getent passwd ${name} >/dev/null
then usermod --gid ${name} ${name}
else useradd --system --gid ${name} ${name}
fi
`;
}
