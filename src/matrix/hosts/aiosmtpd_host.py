"""Hosts aiosmtpd as a small mail host would: known recipients, no relaying without AUTH, trace fields, a Maildir."""
import asyncio
import json
import os
import re
import ssl
from email.utils import formatdate

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, AuthResult

with open("/matrix/facts.json") as file:
    facts = json.load(file)
domain, user, password, maildir = facts["domain"], facts["user"], facts["password"], facts["maildir"]
ports = facts["ports"]
known = {"postmaster", user, *(f"user{number + 1}" for number in range(facts["userCount"]))}
for part in ("new", "cur", "tmp"):
    os.makedirs(f"{maildir}/{part}", exist_ok=True)
delivered = 0


def split_address(address):
    """Quotes and backslashes are no part of a local part (RFC 5321 section 4.1.2); a postmaster needs no domain."""
    local, at, host = address.lower().rpartition("@")
    if not at:
        local, host = host, domain
    if local.startswith('"'):
        local = re.sub(r"\\(.)", r"\1", local[1:-1])
    return local, host


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        domain_part = (address or "").strip("<>").rpartition("@")[2]
        if server._auth_required and domain_part and "." not in domain_part and not domain_part.startswith("["):
            return "554 5.1.7 The domain is not fully qualified"  # RFC 6409 section 4.2
        envelope.mail_from = address
        envelope.mail_options.extend(mail_options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        local, host = split_address(address)
        if host == domain and local in known or host != domain and session.authenticated:
            envelope.rcpt_tos.append(address)
            return "250 2.1.5 OK"
        return "550 5.7.1 No relaying" if host != domain else "550 5.1.1 No such mailbox"

    async def handle_DATA(self, server, session, envelope):
        replies = ["250 2.0.0 Kept" for _ in envelope.rcpt_tos]
        if any(split_address(address) == (user, domain) for address in envelope.rcpt_tos):
            deliver(server, session, envelope)
        return "\r\n".join(replies) if isinstance(server, LMTP) else replies[0]


def deliver(server, session, envelope):
    global delivered
    delivered += 1
    secure = "S" if session.ssl or server.transport.get_extra_info("sslcontext") else ""
    protocol = "LMTP" if isinstance(server, LMTP) else "ESMTP" if session.extended_smtp else "SMTP"
    if protocol != "SMTP":
        protocol += secure + ("A" if session.authenticated else "")  # RFC 3848
    if envelope.smtp_utf8:
        protocol = "UTF8" + protocol.removeprefix("E")  # RFC 6531 section 4.3
    sender = (envelope.mail_from or "").strip("<>")  # the library gives the null reverse-path as <>
    host_name = re.sub(r"[\0-\x1f\x7f]", "?", session.host_name or "unknown")  # the library accepts any
    trace = (
        f"Return-Path: <{sender}>\r\n"
        f"Received: from {host_name} ([{session.peer[0]}])\r\n"
        f"\tby {domain} with {protocol}; {formatdate()}\r\n"
    )
    name = f"{delivered}.{os.getpid()}.{domain}"
    with open(f"{maildir}/tmp/{name}", "wb") as file:
        file.write(trace.encode() + without_return_path(envelope.original_content))
    os.rename(f"{maildir}/tmp/{name}", f"{maildir}/new/{name}")


def without_return_path(content):
    """RFC 5321 section 4.4: final delivery may remove a field that was received with the message."""
    end = content.find(b"\r\n\r\n") + 2
    field = re.compile(rb"^Return-Path:.*\r\n(?:[ \t].*\r\n)*", re.IGNORECASE | re.MULTILINE)
    return field.sub(b"", content[:end]) + content[end:]


def authenticate(server, session, envelope, mechanism, data):
    is_right = data.login == user.encode() and data.password == password.encode()
    # "Handled" would mean that a refusal was sent already.
    return AuthResult(success=is_right, handled=False, auth_data=data.login)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/matrix/certificate.pem", "/matrix/key.pem")
common = {"hostname": domain, "enable_SMTPUTF8": True}


def mx():
    return SMTP(Handler(), **common, tls_context=context, authenticator=authenticate)


def submission():
    return SMTP(
        Handler(), **common, tls_context=context, authenticator=authenticate, auth_required=True
    )


def submissions():
    # TLS is on already; the library needs a flag to allow AUTH.
    return SMTP(
        Handler(), **common, authenticator=authenticate, auth_required=True, auth_require_tls=False
    )


def lmtp():
    return LMTP(Handler(), **common)


async def main():
    loop = asyncio.get_running_loop()
    for make, port, tls in (
        (mx, ports["mx"], None),
        (submission, ports["submission"], None),
        (submissions, ports["submissions"], context),
        (lmtp, ports["lmtp"], None),
    ):
        await loop.create_server(make, "127.0.0.1", port, ssl=tls)
    await asyncio.Event().wait()


asyncio.run(main())
