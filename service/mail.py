"""Sends messages by SMTP. The address of the server says how: smtp://, smtp+starttls:// or smtps://."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

from service.db.outbox import Message
from service.errors import Invalid
from service.mail_texts import said
from service.settings import Settings

TIMEOUT_SECONDS: Final = 20.0  # for each word with the server
_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}

_ADDRESS: Final = re.compile(r"[^\s@,;:<>()\[\]\"\\\x00-\x20\x7f]+@[^\s@,;:<>()\[\]\"\\\x00-\x20\x7f]+")

Post = Callable[[Message], None]


class _Whole(UnstructuredHeader):
    """A header that stays one line: broken or encoded, an address in it would not be found by those who read it."""

    def fold(self, *, policy: EmailPolicy) -> str:
        """Return the header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_HEADERS: Final = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Whole)
_POLICY: Final = SMTP.clone(header_factory=_HEADERS)


@contextmanager
def post_office(settings: Settings) -> Iterator[Post]:
    """Yield what sends one message; raise OSError or smtplib.SMTPException when the server cannot be used.

    Raise Invalid for an address of a server that cannot be read. A message that cannot be written raises
    KeyError or ValueError.
    """
    with _server(settings.smtp) as server:
        yield lambda message: _refuse(server.send_message(written(message, settings)))


def written(message: Message, settings: Settings) -> EmailMessage:
    """Return a message as it is sent: plain text, the same as HTML, and a calendar where one goes with it.

    Raise KeyError when its template or a fact is missing, ValueError when its address is none.
    """
    text = said(message.template, message.facts, message.language, settings.url)
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = parseaddr(settings.sender)[1]
    mail["To"] = Address(addr_spec=_one_address(message.to))
    mail["Subject"] = text.subject
    mail["Message-ID"] = message.message_id
    mail["Date"] = format_datetime(message.created_at)
    mail["Auto-Submitted"] = "auto-generated"
    if address := message.facts.get("unsubscribe"):  # at one click, by a POST (RFC 8058)
        mail["List-Unsubscribe"] = f"<{address}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text.plain)
    mail.add_alternative(text.html, subtype="html")
    mail["Content-Language"] = message.language
    if message.calendar:
        _put_calendar(mail, message.calendar)
    return mail


def _put_calendar(mail: EmailMessage, calendar: str) -> None:
    """Put a calendar where programs answer to it (RFC 6047), and as a file for those that do not know it."""
    method = re.search(r"(?m)^METHOD:(\w+)", calendar)
    params = {"method": method[1]} if method else {}
    mail.add_alternative(calendar, subtype="calendar", params=params)
    mail.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename="invitation.ics")


def _one_address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError("this is not one address")
    return text


def _refuse(refused: dict[str, tuple[int, bytes]]) -> None:
    if refused:
        raise smtplib.SMTPRecipientsRefused(refused)


@contextmanager
def _server(address: str) -> Iterator[smtplib.SMTP]:
    parts = urlsplit(address)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Invalid("the mail server looks like smtp://user:password@host:port, smtp+starttls:// or smtps://")
    where = (parts.hostname, parts.port or _PORTS[parts.scheme])
    trusted = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=TIMEOUT_SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(*where, timeout=TIMEOUT_SECONDS)
    with server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=trusted)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
