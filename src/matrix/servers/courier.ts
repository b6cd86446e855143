/** Courier: esmtpd on its three ports with a userdb, and local delivery to Maildirs. */
import { domain, password, user, userCount } from "../fixtures.ts";
import type { ServerSetup } from "../server_setup.ts";

const others = ["postmaster", ...Array.from({ length: userCount }, (_, index) => `user${index + 1}`)];
const account = (name: string, folder: string) =>
  `${name}\tuid=65534|gid=65534|home=/mail/${folder}|mail=/mail/${folder}/.|shell=/bin/sh`;

/** Changes settings in a file of Courier's: the last assignment of a shell variable holds. */
function append(file: string, settings: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name}="${value}"`);
  return `cat >> /etc/courier/${file} <<'end'\n${lines.join("\n")}\nend\n`;
}

const limits = { MAXDAEMONS: 200, MAXPERC: 200, MAXPERIP: 200, BOFHCHECKDNS: 0, TARPIT: 0 };
const noDns = { TCPDOPTS: "-stderrlogger=/usr/sbin/courierlogger -noidentlookup -nodnslookup" };
const tls = { TLS_CERTFILE: "/etc/courier/esmtpd.pem", TLS_DHPARAMS: "" };
const auth = { ESMTPAUTH: "", ESMTPAUTH_TLS: "PLAIN LOGIN CRAM-MD5" };

export const courier: ServerSetup = {
  name: "courier",
  title: "Courier",
  packages: { from: "debian", names: ["courier-mta", "courier-authlib-userdb"] },
  software: "courier",
  roles: ["mx", "submission", "submissions"],
  users: ["courier"],
  state: ["/etc/courier", "/var/lib/courier"],
  files: () => ({
    "/etc/courier/me": `${domain}\n`,
    "/etc/courier/locals": `${domain}\nlocalhost\n`,
    "/etc/courier/defaultdomain": `${domain}\n`,
    "/etc/courier/esmtpacceptmailfor": `${domain}\n`,
    "/etc/courier/userdb": [account(user, user), ...others.map((name) => account(name, "others"))].join("\n") + "\n",
  }),
  start: ({ mx, submission, submissions }) =>
    `${append("authdaemonrc", { authmodulelist: "authuserdb" })}${
      append("esmtpd", { ADDRESS: "127.0.0.1", PORT: mx, ...limits, ...noDns, ...tls, ...auth })
    }${append("esmtpd-msa", { ADDRESS: "127.0.0.1", PORT: submission, AUTH_REQUIRED: 1, ...limits })}${
      append("esmtpd-ssl", { SSLADDRESS: "127.0.0.1", SSLPORT: submissions, AUTH_REQUIRED: 1, ...limits })
    }cat /matrix/key.pem /matrix/certificate.pem > /etc/courier/esmtpd.pem
for name in makedat maildirmake lockmail preline; do ln -sf $name.courier /usr/bin/$name; done
for folder in allfilters filters msgq msgs track tmp; do mkdir -p /var/lib/courier/$folder; done
echo postmaster@${domain} > /etc/courier/dsnfrom
chmod 700 /etc/courier/userdb
rm -rf /etc/courier/smtpaccess/*
mkdir -p /run/courier/authdaemon /mail/${user} /mail/others
for folder in ${user} others; do mkdir -p /mail/$folder/new /mail/$folder/cur /mail/$folder/tmp; done
chown -R nobody:nogroup /mail/${user} /mail/others
chown -R courier:courier /run/courier /var/lib/courier /etc/courier/esmtpd.pem
chown root:courier /usr/sbin/sendmail
chmod 2755 /usr/sbin/sendmail
chown courier:courier /usr/lib/courier/courier/submitmkdir
chmod 4755 /usr/lib/courier/courier/submitmkdir
printf '%s\\n' '${password}' | userdbpw -md5 > /tmp/plain
printf '%s\\n' '${password}' | userdbpw -hmac-md5 > /tmp/hmac
userdb ${user} set esmtppw="$(cat /tmp/plain)" hmac-md5pw="$(cat /tmp/hmac)" systempw="$(cat /tmp/plain)"
makeuserdb
makesmtpaccess || true
makehosteddomains || true
makeacceptmailfor
makealiases
authdaemond start
courier start
esmtpd start
esmtpd-msa start
esmtpd-ssl start
sleep infinity
`,
  description: [],
};
