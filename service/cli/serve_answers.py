"""What `visavis serve` does: check, bring the database up to date, say where to go, answer until told to stop."""

import datetime as dt
import os
from dataclasses import replace
from ipaddress import ip_address
from socket import gaierror, socket
from urllib.parse import urlsplit

from service.assets import assets
from service.errors import Invalid, Unavailable
from service.i18n import sentence
from service.loading import loaded
from service.serving import Workers, configuration, listen
from service.settings import Settings, read_settings
from service.tokens import address


def serve(host: str, port: int, workers: int, proxy: str | None, db: str | None, language: str) -> None:
    """Answer requests until SIGTERM; raise what keeps an unsafe or broken installation from starting."""
    assets()  # before anything else: where set-up has not brought them, this says what to run
    listening = listening_at(host, port)
    with listening:
        settings = settings_at(db, host, listening.getsockname()[1])
        check(host, settings, proxy)
        with loaded():
            token = _made_ready(settings)
            print(sentence("serving", {"url": settings.url}, language), flush=True)
            if token:
                print(sentence("administrator_link", {"url": address(settings.url, token)}, language), flush=True)
            answer(Workers(configuration(host, port, proxy, settings), listening, workers))


def _made_ready(settings: Settings) -> str | None:
    """Bring the database up to date, before the workers; return what makes an administrator where there is none."""
    from service.db.base import open_store  # only now, while the program is loaded beside
    from service.keys import open_keys
    from service.usecases import administering

    with open_store(settings.db) as store, store.write() as connection:
        open_keys(settings)
        return administering.first_administrator(connection, dt.datetime.now(dt.UTC))


def answer(workers: Workers) -> None:
    """Let processes answer until SIGTERM; raise SystemExit when they cannot start."""
    if code := workers.run():
        raise SystemExit(code)


def check(host: str, settings: Settings, proxy: str | None) -> None:
    """Raise Invalid for a server that others could listen to."""
    if not _is_loopback(host) and urlsplit(settings.url).scheme != "https" and proxy is None:
        raise Invalid(
            f"{host} can be reached by others, and {settings.url} is not encrypted: set VISAVIS_URL=https://… and "
            "name the proxy that encrypts (--proxy), or stay on 127.0.0.1"
        )


def listening_at(host: str, port: int) -> socket:
    """Return a socket that listens; raise Unavailable, with what to do, for an address that is taken or not ours."""
    try:
        return listen(host, port)
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) and not isinstance(error, gaierror) else error
        raise Unavailable(f"{host}:{port} cannot be listened at ({reason}): choose another --host or --port") from None


def settings_at(db: str | None, host: str, port: int) -> Settings:
    """Return the settings of this run: without an address of its own, the installation has that of the server."""
    settings = read_settings()
    here = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    return replace(settings, db=db or settings.db, url=settings.url if os.environ.get("VISAVIS_URL") else here)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
