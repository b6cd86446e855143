/** Sendmail: Debian's sendmail.mc without its limits on connections and its pause before the greeting. */
import { domain, list, password, user, userCount } from "../fixtures.ts";
import type { Ports, ServerSetup } from "../server_setup.ts";

function configure({ mx, submission, submissions }: Ports): string {
  const daemon = (name: string, port: number, modifiers: string) =>
    `DAEMON_OPTIONS(\`Family=inet, Name=${name}, Port=${port}, Addr=127.0.0.1${modifiers}')dnl\n`;
  return `define(\`_USE_ETC_MAIL_')dnl
include(\`/usr/share/sendmail/cf/m4/cf.m4')dnl
OSTYPE(\`debian')dnl
DOMAIN(\`debian-mta')dnl
FEATURE(\`no_default_msa')dnl
${daemon("MTA", mx, "")}${daemon("MSP", submission, ", M=Ea")}${daemon("MSPS", submissions, ", M=Eas")}
define(\`confPRIVACY_FLAGS', \`needmailhelo,needexpnhelo,needvrfyhelo,restrictqrun,restrictexpand,nobodyreturn')dnl
define(\`confDOMAIN_NAME', \`${domain}')dnl
define(\`confDONT_PROBE_INTERFACES', \`true')dnl
define(\`confTO_IDENT', \`0')dnl
define(\`confQUEUE_LA', \`1000')dnl
define(\`confREFUSE_LA', \`1000')dnl
define(\`confCACERT', \`/matrix/certificate.pem')dnl
define(\`confCACERT_PATH', \`/matrix')dnl
define(\`confSERVER_CERT', \`/matrix/certificate.pem')dnl
define(\`confSERVER_KEY', \`/matrix/key.pem')dnl
define(\`confAUTH_MECHANISMS', \`PLAIN LOGIN CRAM-MD5')dnl
TRUST_AUTH_MECH(\`PLAIN LOGIN CRAM-MD5')dnl
define(\`confAUTH_OPTIONS', \`A p')dnl
define(\`confDONT_BLAME_SENDMAIL', \`GroupReadableKeyFile,GroupReadableSASLDBFile')dnl
FEATURE(\`accept_unresolvable_domains')dnl
FEATURE(\`nocanonify')dnl
define(\`LOCAL_MAILER_PATH', \`/matrix/deliver.sh')dnl
define(\`LOCAL_MAILER_ARGS', \`deliver.sh $u')dnl
FEATURE(\`use_cw_file')dnl
FEATURE(\`access_db', , \`skip')dnl
FEATURE(\`delay_checks', \`friend', \`n')dnl
MAILER_DEFINITIONS
MAILER(\`local')dnl
MAILER(\`smtp')dnl
`;
}

export const sendmail: ServerSetup = {
  name: "sendmail",
  title: "Sendmail",
  packages: { from: "debian", names: ["sendmail-bin", "sasl2-bin", "libsasl2-modules"] },
  software: "sendmail",
  roles: ["mx", "submission", "submissions"],
  hasList: true,
  users: ["smmta", "smmsp", user, "others"],
  state: ["/etc/mail", "/var/lib/sendmail", "/var/spool/mqueue", "/etc/sasldb2"],
  files: (ports) => ({
    // A client at an address of the server's own host may relay; ours has to be a stranger.
    "/etc/hosts": `127.0.0.1 client.test\n127.0.0.2 ${domain} localhost\n`,
    "/etc/mail/sendmail.mc": configure(ports),
    "/etc/mail/local-host-names": `${domain}\n`,
    "/etc/mail/access": "",
    "/etc/mail/aliases": `${list}: ${user}, user1\n` + [
      "postmaster",
      "mailer-daemon",
      ...Array.from({ length: userCount }, (_, index) => `user${index + 1}`),
    ]
      .map((name) => `${name}: others\n`).join(""),
    "/etc/sasl2/Sendmail.conf": "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN CRAM-MD5\n",
    "/matrix/deliver.sh": `#!/bin/sh -e
[ "$1" = ${user} ] || exec cat > /dev/null
name=$(mktemp -u XXXXXXXXXXXX)
cat > /mail/${user}/tmp/$name
mv /mail/${user}/tmp/$name /mail/${user}/new/$name
`,
  }),
  start: () =>
    `chmod 755 /matrix/deliver.sh
chmod 600 /matrix/key.pem
mkdir -p /mail/${user}/new /mail/${user}/tmp /mail/${user}/cur /var/spool/mqueue /run/sendmail/mta /var/lib/sendmail/host_status
chmod -R a+rwX /mail
echo '${password}' | saslpasswd2 -p -c -u ${domain} ${user}
chmod 600 /etc/sasldb2
cd /etc/mail
m4 sendmail.mc | sed '/^R127\\.0\\.0\\.1[[:space:]]/d' > sendmail.cf
makemap hash access < access
/usr/libexec/sendmail/sendmail -bi
exec /usr/libexec/sendmail/sendmail -bD
`,
  description: [
    "Configured as Debian's `sendmail.mc`, without its limits on connections. Sendmail lets each client of its own host " +
    "relay; the line of `sendmail.cf` that allows it for 127.0.0.1 is removed.",
    "There is no DNS here, so `accept_unresolvable_domains` is set; without it Sendmail looks senders' domains up.",
  ],
};
