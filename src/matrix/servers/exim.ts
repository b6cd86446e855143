/** Exim, as Debian's heavy daemon: the access lists of the example configuration that comes with it; without VRFY and DSN, and with them. */
import { domain, maildir, makeMaildir, password, user } from "../fixtures.ts";
import type { Ports, ServerSetup } from "../server_setup.ts";

function configure({ mx, submission, submissions }: Ports, extra: string): string {
  return `primary_hostname = ${domain}
domainlist local_domains = ${domain}
daemon_smtp_ports = ${mx} : ${submission} : ${submissions}
local_interfaces = 127.0.0.1
tls_on_connect_ports = ${submissions}
tls_certificate = /matrix/certificate.pem
tls_privatekey = /matrix/key.pem
dns_ipv4_lookup =
disable_ipv6 = true
acl_smtp_mail = acl_check_mail
acl_smtp_rcpt = acl_check_rcpt
acl_smtp_data = acl_check_data
prdr_enable = true
never_users = root
qualify_domain = ${domain}
smtp_accept_max = 200
smtp_connect_backlog = 200
smtp_max_unknown_commands = 1000
smtp_max_synprot_errors = 1000
smtp_accept_max_nonmail = 1000000
rfc1413_query_timeout = 0s
ignore_bounce_errors_after = 0s
${extra}
begin acl

acl_check_mail:
  deny    condition = \${if eq{$received_port}{${submission}}}
          !authenticated = *
          message = 530 5.7.0 Authentication required
  deny    condition = \${if eq{$received_port}{${submissions}}}
          !authenticated = *
          message = 530 5.7.0 Authentication required
  accept

acl_check_rcpt:
  accept  hosts = :
  deny    message = Restricted characters in address
          domains = +local_domains
          local_parts = ^[.] : ^.*[@%!/|]
  deny    message = Restricted characters in address
          domains = !+local_domains
          local_parts = ^[./|] : ^.*[@%!] : ^.*/\\\\.\\\\./
  accept  local_parts = postmaster
          domains = +local_domains
  require verify = sender
  accept  authenticated = *
          control = submission
  require message = relay not permitted
          domains = +local_domains
  require verify = recipient
  accept

acl_check_data:
  deny    condition = \${if > {$max_received_linelength}{998}}
          message = maximum allowed line length is 998 octets, got $max_received_linelength
  deny    !verify = header_syntax
          message = header syntax
  accept

begin routers

# Mail for others is thrown away here instead of being sent.
foreign:
  driver = redirect
  domains = ! +local_domains
  data = :blackhole:
  no_more

alice:
  driver = accept
  local_parts = ${user}
  transport = maildir

others:
  driver = redirect
  local_parts = postmaster : ^user[0-9]+\\$
  data = :blackhole:
  cannot_route_message = Unknown user

begin transports

maildir:
  driver = appendfile
  directory = ${maildir}
  maildir_format
  delivery_date_add
  envelope_to_add
  return_path_add
  user = nobody
  group = nogroup

begin retry
* * F,2h,15m

begin authenticators

plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{or{{eq{$auth1}{}}{eq{$auth1}{${user}}}}}{eq{$auth2}{${user}}}{eq{$auth3}{${password}}}}}
  server_set_id = $auth2
  server_advertise_condition = \${if def:tls_in_cipher}

login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = <| Username: | Password:
  server_condition = \${if and{{eq{$auth1}{${user}}}{eq{$auth2}{${password}}}}}
  server_set_id = $auth1
  server_advertise_condition = \${if def:tls_in_cipher}

cram:
  driver = cram_md5
  public_name = CRAM-MD5
  server_secret = \${if eq{$auth1}{${user}}{${password}}fail}
  server_set_id = $auth1
`;
}

const setup: Omit<ServerSetup, "name" | "title" | "files" | "description"> = {
  packages: { from: "debian", names: ["exim4-daemon-heavy"] },
  software: "exim",
  roles: ["mx", "submission", "submissions"],
  users: ["Debian-exim"],
  state: ["/etc/exim4", "/var/spool/exim4", "/var/log/exim4"],
  start: () =>
    `mkdir -p /var/spool/exim4 /var/log/exim4
chown -R Debian-exim:Debian-exim /var/spool/exim4 /var/log/exim4
${makeMaildir("nobody", "nogroup")}exec exim4 -bdf
`,
};

function files(extra: string): ServerSetup["files"] {
  return (ports) => ({ "/etc/exim4/exim4.conf": configure(ports, extra), "/etc/aliases": "" });
}

const accessLists = "The access lists are those of the example configuration that comes with Exim; before MAIL at a " +
  "port for submission AUTH is demanded.";

export const exim: ServerSetup = {
  ...setup,
  name: "exim",
  title: "Exim",
  files: files(""),
  description: [
    accessLists,
    "As Exim and Debian have it, no access list for VRFY is set (`acl_smtp_vrfy`), so that VRFY confirms nothing, and " +
    "DSN is offered to nobody (`dsn_advertise_hosts`).",
  ],
};

export const eximVrfyDsn: ServerSetup = {
  ...setup,
  name: "exim-vrfy-dsn",
  title: "Exim, with VRFY and DSN",
  files: files("acl_smtp_vrfy = accept\ndsn_advertise_hosts = *\n"),
  description: [
    accessLists,
    "With `acl_smtp_vrfy = accept` anybody's VRFY is answered, and with `dsn_advertise_hosts = *` DSN is offered to all.",
  ],
};
