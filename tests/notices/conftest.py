import asyncio
import socket

import pytest
from aiosmtpd.controller import Controller


class Post:
    """A real mail server that refuses some addresses, for good or for now."""

    def __init__(self):
        self.taken, self.busy = [], False
        self.meanwhile = None  # called with each address while its mail is being taken

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 no such mailbox"
        if self.busy:
            return "451 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("drops@"):
            server.transport.close()
            return "421 gone"
        if self.meanwhile:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, self.meanwhile, envelope.rcpt_tos[0])
        self.taken.append((envelope.rcpt_tos[0], envelope.content.decode()))
        return "250 taken"


@pytest.fixture
def post(settings):
    handler = Post()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    server.stop()
