/** Postfix: its defaults, and its defaults with the settings against smuggling. */
import { domain, localParts, makeMaildir, password, user } from "../fixtures.ts";
import type { Ports, ServerSetup } from "../server_setup.ts";

const pattern = domain.replaceAll(".", "\\.");

// What lifts limits, names the fixtures and keeps mail here; all else is left as Postfix has it.
const main = `compatibility_level = 3.6
myhostname = ${domain}
mydomain = ${domain}
myorigin = ${domain}
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = /dev/stdout
alias_maps =
alias_database =
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
virtual_mailbox_domains = ${domain}
virtual_mailbox_maps = regexp:/etc/postfix/mailboxes
virtual_mailbox_base = /mail
virtual_mailbox_limit = 0
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
transport_maps = regexp:/etc/postfix/transport
default_transport = discard:
relay_transport = discard:
smtpd_tls_cert_file = /matrix/certificate.pem
smtpd_tls_key_file = /matrix/key.pem
smtpd_tls_security_level = may
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 1000
smtpd_junk_command_limit = 1000
smtpd_client_connection_count_limit = 0
default_process_limit = 200
in_flow_delay = 0
`;

// As the comments of master.cf propose the two submission services.
const submission = `  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_auth_only=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=
`;

function listeners({ mx, submission: plain, submissions }: Ports): string {
  return `127.0.0.1:${mx} inet n - n - - smtpd
127.0.0.1:${plain} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
${submission}127.0.0.1:${submissions} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
${submission}`;
}

const services = `cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;

function files(extra: string): ServerSetup["files"] {
  return (ports) => ({
    "/etc/postfix/main.cf": main + extra,
    "/etc/postfix/master.cf": listeners(ports) + services,
    "/etc/postfix/mailboxes": `/^${user}@${pattern}$/ ${user}/\n/^(${localParts})@${pattern}$/ others/\n`,
    "/etc/postfix/transport": `/^user[0-9]+@${pattern}$/ discard:\n`,
    "/etc/postfix/sasl/smtpd.conf":
      "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256\n",
  });
}

/** The configuration of a Postfix that trusts this machine, on the port of mx, for a server that relays to one. */
export function backend(ports: Ports): Readonly<Record<string, string>> {
  const trusting = files(
    "mynetworks = 127.0.0.0/8\nsmtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination\n",
  );
  return { ...trusting(ports), "/etc/postfix/master.cf": `127.0.0.1:${ports.mx} inet n - n - - smtpd\n${services}` };
}

const setup: Omit<ServerSetup, "name" | "title" | "files" | "description"> = {
  packages: { from: "debian", names: ["postfix", "sasl2-bin", "libsasl2-modules"] },
  software: "postfix",
  roles: ["mx", "submission", "submissions"],
  users: ["postfix", "postdrop"],
  state: ["/etc/postfix", "/var/lib/postfix", "/var/spool/postfix", "/etc/sasldb2"],
  start: () =>
    `touch /etc/postfix/dynamicmaps.cf
echo '${password}' | saslpasswd2 -p -c -u ${domain} ${user}
chgrp postfix /etc/sasldb2
chmod 640 /etc/sasldb2
mkdir -p /var/lib/postfix /var/spool/postfix
chown postfix /var/lib/postfix
${makeMaildir("nobody", "nogroup")}exec postfix start-fg
`,
};

export const postfix: ServerSetup = {
  ...setup,
  name: "postfix",
  title: "Postfix",
  files: files(""),
  description: ["With its defaults of `compatibility_level = 3.6`, as Debian sets it."],
};

export const postfixHardened: ServerSetup = {
  ...setup,
  name: "postfix-hardened",
  title: "Postfix, hardened",
  files: files("smtpd_forbid_bare_newline = yes\nsmtpd_forbid_bare_newline_exclusions =\n"),
  description: [
    "With `smtpd_forbid_bare_newline = yes` and `smtpd_forbid_bare_newline_exclusions` empty; from Postfix 3.9 on the " +
    "first is the default in another form (`normalize`).",
  ],
};
