// Hosts the npm package smtp-server as a small mail host would: known recipients, no relaying without AUTH, trace
// fields (which the library leaves to its host), a Maildir for alice.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";

const { SMTPServer } = createRequire("/matrix/")("smtp-server");
const facts = JSON.parse(readFileSync("/matrix/facts.json", "utf8"));
const { domain, user, password, userCount, maildir, ports } = facts;
const known = new Set(["postmaster", user, ...Array.from({ length: userCount }, (_, index) => `user${index + 1}`)]);
for (const part of ["new", "cur", "tmp"]) mkdirSync(`${maildir}/${part}`, { recursive: true });
let delivered = 0;

const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });

// Quotes and backslashes are no part of a local part (RFC 5321 §4.1.2); a postmaster needs no domain.
function splitAddress(address) {
  const at = address.lastIndexOf("@");
  const [local, host] = at === -1 ? [address, domain] : [address.slice(0, at), address.slice(at + 1)];
  const plain = local.startsWith('"') ? local.slice(1, -1).replace(/\\(.)/g, "$1") : local;
  return { local: plain.toLowerCase(), host: host.toLowerCase() };
}

function deliver(content, session) {
  const { envelope, transmissionType, clientHostname, remoteAddress, hostNameAppearsAs } = session;
  const isAlice = envelope.rcptTo.map(({ address }) => splitAddress(address))
    .some(({ local, host }) => local === user && host === domain);
  if (!isAlice) return;
  const date = new Date().toUTCString().replace("GMT", "+0000");
  const trace = `Return-Path: <${envelope.mailFrom ? envelope.mailFrom.address : ""}>\r\n` +
    `Received: from ${hostNameAppearsAs || clientHostname} ([${remoteAddress}])\r\n` +
    `\tby ${domain} with ${envelope.smtpUtf8 ? withUtf8(transmissionType) : transmissionType}; ${date}\r\n`;
  const name = `${Date.now()}.${process.pid}_${++delivered}.${domain}`;
  writeFileSync(`${maildir}/tmp/${name}`, Buffer.concat([Buffer.from(trace), withoutReturnPath(content)]));
  renameSync(`${maildir}/tmp/${name}`, `${maildir}/new/${name}`);
}

/** RFC 6531 §4.3: UTF8SMTP for ESMTP, UTF8LMTP for LMTP. */
function withUtf8(protocol) {
  return `UTF8${protocol.replace(/^E/, "")}`;
}

/** RFC 5321 §4.4: final delivery may remove a field that was received with the message. */
function withoutReturnPath(content) {
  const text = content.toString("latin1");
  const end = text.indexOf("\r\n\r\n") + 2;
  const header = text.slice(0, end).replace(/^Return-Path:.*\r\n(?:[ \t].*\r\n)*/gim, "");
  return Buffer.from(header + text.slice(end), "latin1");
}

function start(port, options) {
  const server = new SMTPServer({
    name: domain,
    key: readFileSync("/matrix/key.pem"),
    cert: readFileSync("/matrix/certificate.pem"),
    authMethods: ["PLAIN", "LOGIN", "CRAM-MD5"],
    authOptional: true,
    disableReverseLookup: true,
    size: 20_000_000,
    onAuth(auth, _session, done) {
      // CRAM-MD5 brings no password, but can check one. Nobody acts for another (RFC 4616 §2).
      const isRight = auth.username === user && [undefined, "", user].includes(auth.authzid) &&
        (auth.password === undefined ? auth.validatePassword(password) : auth.password === password);
      done(isRight ? null : refusal(535, "5.7.8 Wrong user or password"), { user: auth.username });
    },
    onMailFrom({ address }, _session, done) {
      const host = address.slice(address.lastIndexOf("@") + 1);
      const isPart = host !== "" && !host.includes(".") && !host.startsWith("[");
      done(options.authOptional === false && isPart ? refusal(554, "5.1.7 The domain is not fully qualified") : null);
    },
    onRcptTo({ address }, session, done) {
      const { local, host } = splitAddress(address);
      const isForeign = host !== domain;
      if (isForeign ? session.user !== undefined : known.has(local)) done();
      else done(isForeign ? refusal(550, "5.7.1 No relaying") : refusal(550, "5.1.1 No such mailbox"));
    },
    onData(stream, session, done) {
      const parts = [];
      stream.on("data", (part) => parts.push(part));
      stream.on("end", () => {
        if (stream.sizeExceeded) return done(refusal(552, "5.3.4 Too much mail data"));
        deliver(Buffer.concat(parts), session);
        done(null, "2.0.0 Kept");
      });
      stream.on("error", (error) => done(error)); // the client went away in the midst of its message
    },
    ...options,
  });
  server.on("error", (error) => process.stderr.write(`${error.message}\n`)); // a client that resets its connection
  server.listen(port, "127.0.0.1");
}

start(ports.mx, {});
start(ports.submission, { authOptional: false });
start(ports.submissions, { authOptional: false, secure: true });
start(ports.lmtp, { lmtp: true, authMethods: [], disabledCommands: ["AUTH"] });
