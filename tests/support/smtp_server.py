"""A mail server of independent make, for the test that we speak the protocol and not only our own idea of it.

Usage: smtp_server.py none|starttls|implicit CERTIFICATE KEY
Prints its port, then one line of JSON for each message it takes. Wants the log-in postup / right password on
encrypted lines, and refuses nobody@refused.test.
"""
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == "nobody@refused.test":
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = {part.get_content_type(): part.get_content() for part in message.iter_parts()}
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "encrypted": session.ssl is not None or MODE == "implicit",
            "authenticated": bool(session.authenticated),
            "subject": str(message["Subject"]),
            "to_header": [[a.display_name, a.addr_spec] for a in message["To"].addresses],
            "message_id": str(message["Message-ID"]),
            "date": message["Date"].datetime.isoformat(),
            "auto": str(message["Auto-Submitted"]),
            "type": message.get_content_type(),
            "defects": [type(d).__name__ for d in message.defects],
            "text": parts.get("text/plain"),
            "html": parts.get("text/html"),
        }), flush=True)
        return "250 taken"


def check(server, session, envelope, mechanism, data):
    fits = isinstance(data, LoginPassword) and (data.login, data.password) == (b"postup", b"right password")
    return AuthResult(success=fits, handled=fits)


MODE, CERTIFICATE, KEY = sys.argv[1:4]


async def main():
    context = None
    if MODE != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE, KEY)

    def protocol():
        options = {"hostname": "mx.test"}
        if MODE != "none":
            options |= {"authenticator": check, "auth_required": True}
        if MODE == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        if MODE == "implicit":
            options |= {"auth_require_tls": False}
        return SMTP(Handler(), **options)

    server = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", 0, ssl=context if MODE == "implicit" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
