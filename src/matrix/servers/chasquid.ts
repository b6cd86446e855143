/** chasquid: a domain with users of its own; local delivery through its MDA command. */
import { domain, password, user, userCount } from "../fixtures.ts";
import type { ServerSetup } from "../server_setup.ts";

export const chasquid: ServerSetup = {
  name: "chasquid",
  title: "chasquid",
  packages: { from: "debian", names: ["chasquid"] },
  software: "chasquid",
  roles: ["mx", "submission", "submissions"],
  users: ["chasquid"],
  state: ["/etc/chasquid", "/var/lib/chasquid"],
  files: ({ mx, submission, submissions }) => ({
    "/etc/chasquid/chasquid.conf": `hostname: "${domain}"
smtp_address: "127.0.0.1:${mx}"
submission_address: "127.0.0.1:${submission}"
submission_over_tls_address: "127.0.0.1:${submissions}"
mail_delivery_agent_bin: "/matrix/deliver.sh"
mail_delivery_agent_args: "%from%"
mail_delivery_agent_args: "%to_user%"
data_dir: "/var/lib/chasquid"
mail_log_path: "<stdout>"
`,
    "/matrix/deliver.sh": `#!/bin/sh -e
[ "$2" = ${user} ] || { cat > /dev/null; exit 0; }
name=$(mktemp -u XXXXXXXXXXXX)
from=\${1#<} # the null reverse-path is given as <>
{
  printf 'Return-Path: <%s>\\n' "\${from%>}"
  # RFC 5321 §4.4: final delivery may remove a field that was received with the message.
  LC_ALL=C sed '1,/^\\r*$/{/^Return-Path:/I{:a;N;/\\n[ \\t]/ba;s/.*\\n//}}'
} > /mail/${user}/tmp/$name
mv /mail/${user}/tmp/$name /mail/${user}/new/$name
`,
    [`/etc/chasquid/domains/${domain}/aliases`]: [
      "postmaster",
      ...Array.from({ length: userCount }, (_, index) => `user${index + 1}`),
    ]
      .map((name) => `${name}: discard@${domain}\n`).join(""),
  }),
  start: () =>
    `mkdir -p /mail/${user}/new /mail/${user}/tmp /mail/${user}/cur /var/lib/chasquid /etc/chasquid/certs/${domain}
cp /matrix/certificate.pem /etc/chasquid/certs/${domain}/fullchain.pem
cp /matrix/key.pem /etc/chasquid/certs/${domain}/privkey.pem
chmod 755 /matrix/deliver.sh
for name in ${user} discard; do
  chasquid-util user-add "$name@${domain}" --password=${password}
done
exec chasquid --config_dir=/etc/chasquid
`,
  user: `${user}@${domain}`,
  description: [
    "Its delivery agent, which writes Return-Path, is a script of the matrix.",
    "It closes at the third error of a session, refused recipients included; that limit is compiled in.",
  ],
};
