"""A mail server that takes what comes, or misbehaves as it is told."""

import socket
from collections import Counter
from contextlib import suppress
from email import message_from_bytes

from aiosmtpd.controller import Controller

MODES = ("down", "hanging", "not now", "never", "hanging up")


class MailServer:
    """Listens on one port of this machine; `taken` counts by Message-ID what it answered for.

    Modes besides "well": "down" refuses the connection, "hanging" takes it and says nothing,
    "not now" refuses each mail for a while, "never" for good, "hanging up" takes one and gives no
    answer.
    """

    def __init__(self) -> None:
        self.taken: Counter = Counter()
        self.mode = "down"
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        self._controller: Controller | None = None
        self._silent: socket.socket | None = None

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def behave(self, mode: str) -> None:
        """Go over to the mode."""
        self.stop()
        self.mode = mode
        if mode == "hanging":
            self._silent = socket.create_server(("127.0.0.1", self.port), backlog=50)
        elif mode != "down":
            self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
            self._controller.start()

    def stop(self) -> None:
        if self._silent:
            self._silent.close()
        if self._controller:
            with suppress(AssertionError):
                self._controller.stop()
        self._silent = self._controller = None
        self.mode = "down"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.mode in ("not now", "never"):
            return "451 later" if self.mode == "not now" else "550 never"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        self.taken[number_of(message_from_bytes(envelope.content)["Message-ID"])] += 1
        if self.mode == "hanging up":
            server.transport.abort()
        return "250 OK"


def number_of(message_id: str) -> int:
    """The mail's id, which its Message-ID ends with before the host."""
    return int(message_id.partition("@")[0].rpartition("mail-")[2])
