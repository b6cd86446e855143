/**
 * Dovecot: its submission service in front of a Postfix, as it is meant to be used, and its LMTP service. What is delivered
 * is read back over its IMAP service.
 */
import { domain, makeMaildir, password, user, userCount } from "../fixtures.ts";
import type { Ports, ServerSetup } from "../server_setup.ts";
import { backend } from "./postfix.ts";

function configure({ mx, submission, submissions, lmtp, imap }: Ports): string {
  const listener = (port: number) => `    address = 127.0.0.1\n    port = ${port}\n`;
  return `protocols = submission lmtp imap
hostname = ${domain}
base_dir = /run/dovecot
log_path = /dev/stderr
listen = 127.0.0.1
default_login_user = dovenull
default_internal_user = dovecot
ssl = yes
ssl_cert = </matrix/certificate.pem
ssl_key = </matrix/key.pem
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 oauthbearer xoauth2 external
ssl_ca = </matrix/client.pem
ssl_require_crl = no
ssl_verify_client_cert = yes
auth_ssl_username_from_cert = yes
auth_failure_delay = 0
mail_location = maildir:/mail/%n
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 1000
submission_relay_host = 127.0.0.1
submission_relay_port = ${mx}
submission_relay_trusted = no
passdb {
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = /etc/dovecot/tokens.conf
}
passdb {
  driver = static
  mechanisms = external
  args = nopassword=y
}
passdb {
  driver = passwd-file
  args = username_format=%n /etc/dovecot/people
}
userdb {
  driver = passwd-file
  args = username_format=%n /etc/dovecot/people
}
service submission-login {
  inet_listener submission {
${listener(submission)}  }
  inet_listener submissions {
${listener(submissions)}    ssl = yes
  }
}
service imap-login {
  inet_listener imap {
${listener(imap)}  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
${listener(lmtp)}  }
}
service anvil {
  client_limit = 4000
  # No waiting after failed logins from the same address.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
protocol lmtp {
  postmaster_address = postmaster@${domain}
}
`;
}

/** The key that signs tokens, in base64, and a token of alice that it signed, good until 2100. */
const tokenKey = "dGhpcyBrZXkgc2lnbnMgdG9rZW5zIG9mIHRoZSBtYXRyaXg=";
const token =
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsImV4cCI6NDEwMjQ0NDgwMH0.Fa7uGAWssETRbeRKhIZdD3MtKe9rqAizl8Q07Nv58xM";

const people = ["postmaster", ...Array.from({ length: userCount }, (_, index) => `user${index + 1}`)];

export const dovecot: ServerSetup = {
  name: "dovecot",
  title: "Dovecot",
  packages: {
    from: "debian",
    names: ["dovecot-submissiond", "dovecot-lmtpd", "dovecot-imapd", "dovecot-core", "postfix", "sasl2-bin"],
  },
  software: "dovecot",
  roles: ["submission", "submissions", "lmtp"],
  users: ["dovecot", "dovenull", "postfix", "postdrop"],
  readBack: "imap",
  bearerToken: token,
  knowsCertificate: true,
  state: ["/etc/dovecot", "/var/lib/dovecot", "/etc/postfix", "/var/lib/postfix", "/var/spool/postfix"],
  files: (ports) => ({
    ...backend(ports),
    "/etc/dovecot/dovecot.conf": configure(ports),
    "/etc/dovecot/tokens.conf": "introspection_mode = local\nusername_attribute = sub\n" +
      "local_validation_key_dict = fs:posix:prefix=/etc/dovecot/keys/\n",
    "/etc/dovecot/keys/default/HS256/default": tokenKey,
    "/etc/dovecot/people": [`${user}:{PLAIN}${password}::::::\n`, ...people.map((name) => `${name}:!::::::\n`)].join(
      "",
    ),
  }),
  start: ({ mx }) =>
    `touch /etc/postfix/dynamicmaps.cf
mkdir -p /var/lib/postfix /var/spool/postfix
chown postfix /var/lib/postfix
${makeMaildir("nobody", "nogroup")}postfix start-fg > /dev/null 2>&1 &
timeout 30 bash -c 'until : > /dev/tcp/127.0.0.1/${mx}; do sleep 0.1; done' 2> /dev/null
exec dovecot -F
`,
  description: [
    "Its submission service passes each command on to a Postfix, and its replies back.",
    "What it delivers is read back over IMAP. It accepts a token of OAuth 2.0, and knows a user by a certificate.",
  ],
};
