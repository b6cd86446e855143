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

function isOurs(address) {
  const [local, at = domain] = address.toLowerCase().split("@");
  return at === domain && known.has(local);
}

function deliver(content, session, protocol) {
  const { envelope, secure, user: sender, clientHostname, remoteAddress, hostNameAppearsAs } = session;
  const isAlice = envelope.rcptTo.some(({ address }) => address.toLowerCase() === `${user}@${domain}`);
  if (!isAlice) return;
  const with_ = `${protocol}${secure ? "S" : ""}${sender === undefined ? "" : "A"}`; // RFC 3848
  const date = new Date().toUTCString().replace("GMT", "+0000");
  const trace = `Return-Path: <${envelope.mailFrom ? envelope.mailFrom.address : ""}>\r\n` +
    `Received: from ${hostNameAppearsAs || clientHostname} ([${remoteAddress}])\r\n` +
    `\tby ${domain} with ${with_}; ${date}\r\n`;
  const name = `${Date.now()}.${process.pid}_${++delivered}.${domain}`;
  writeFileSync(`${maildir}/tmp/${name}`, Buffer.concat([Buffer.from(trace), content]));
  renameSync(`${maildir}/tmp/${name}`, `${maildir}/new/${name}`);
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
      // CRAM-MD5 brings no password, but can check one.
      const isRight = auth.username === user &&
        (auth.password === undefined ? auth.validatePassword(password) : auth.password === password);
      done(isRight ? null : refusal(535, "5.7.8 Wrong user or password"), { user: auth.username });
    },
    onRcptTo({ address }, session, done) {
      const isForeign = address.includes("@") && !address.toLowerCase().endsWith(`@${domain}`);
      if (isOurs(address) || (isForeign && session.user !== undefined)) done();
      else done(isForeign ? refusal(550, "5.7.1 No relaying") : refusal(550, "5.1.1 No such mailbox"));
    },
    onData(stream, session, done) {
      const parts = [];
      stream.on("data", (part) => parts.push(part));
      stream.on("end", () => {
        if (stream.sizeExceeded) return done(refusal(552, "5.3.4 Too much mail data"));
        deliver(Buffer.concat(parts), session, options.lmtp ? "LMTP" : "ESMTP");
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
