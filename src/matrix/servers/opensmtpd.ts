/** OpenSMTPD, without TLS: Debian's build cannot use a key with Debian's OpenSSL. */
import { domain, makeMaildir, user, userCount } from "../fixtures.ts";
import type { ServerSetup } from "../server_setup.ts";

export const opensmtpd: ServerSetup = {
  name: "opensmtpd",
  title: "OpenSMTPD",
  packages: { from: "debian", names: ["opensmtpd"] },
  software: "opensmtpd",
  roles: ["mx"],
  users: ["opensmtpd", "opensmtpq", user, "others"],
  state: ["/var/spool/smtpd"],
  files: ({ mx }) => ({
    "/etc/aliases": ["postmaster", ...Array.from({ length: userCount }, (_, index) => `user${index + 1}`)]
      .map((name) => `${name}: others\n`).join(""),
    "/etc/smtpd.conf": `table aliases file:/etc/aliases
smtp limit max-mails 1000000
smtp limit max-rcpt 1000
listen on 127.0.0.1 port ${mx} hostname ${domain}
action "keep" maildir "/mail/%{user.username}" alias <aliases>
match from any for domain "${domain}" action "keep"
`,
  }),
  start: () => `${makeMaildir(user, user)}exec smtpd -d\n`,
  description: ["No TLS and so no AUTH: Debian 12's package cannot complete a handshake with Debian 12's OpenSSL."],
};
