"""A real mail server on the loopback, and what it received."""

import email
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from service.settings import Settings


class PostBox:
    """Takes every message, except those to addresses that begin with "no"."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.recipients: list[list[str]] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address.startswith("no"):
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.received.append(email.message_from_bytes(envelope.content, policy=default))
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.received]


@contextmanager
def mail_server(port: int = 0) -> Iterator[tuple[PostBox, Settings]]:
    """Yield a running server's post box and the settings of a service that sends through it."""
    box = PostBox()
    controller = Controller(box, hostname="127.0.0.1", port=port or free_port(), server_hostname="mail.invalid")
    controller.start()
    try:
        yield box, settings(controller.port)
    finally:
        controller.stop()


def settings(port: int) -> Settings:
    """The settings of a service whose mail server is at that port, there or not."""
    return Settings(smtp=f"smtp://127.0.0.1:{port}", sender="visavis@mail.invalid", url="https://visavis.invalid")


def free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
