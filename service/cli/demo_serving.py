"""The demonstration as a service: the invented territory with its people, a sign-in link for each role, and a key."""

import datetime as dt
from typing import Final

from service import staging
from service.assets import assets
from service.cli import serve_answers, terminal
from service.db.base import open_store
from service.i18n import name, sentence
from service.keys import open_keys
from service.loading import loaded
from service.serving import Workers, configuration
from service.settings import Settings
from service.tokens import address
from service.usecases.inhabiting import Inhabited

HOST: Final = "127.0.0.1"  # links that sign in without a second factor stay on this machine
DB: Final = "sqlite:///demo.db"


def serve(port: int, workers: int, db: str | None, language: str) -> None:
    """Say where to go and as whom, and answer until Ctrl+C; raise Unavailable for a port that is taken, or no styles.

    Begun again on the same store, nothing changes there: links and key are new.
    """
    assets()
    listening = serve_answers.listening_at(HOST, port)
    with listening:
        settings = serve_answers.settings_at(db or DB, HOST, listening.getsockname()[1])
        with loaded():
            _show(prepared(settings, dt.datetime.now(dt.UTC)), settings.url, language)
            serve_answers.answer(Workers(configuration(HOST, port, None, settings), listening, workers))


def prepared(settings: Settings, now: dt.datetime) -> Inhabited:
    """Return who lives in the demonstration, loaded and lived in if nobody does yet."""
    with open_store(settings.db) as store, terminal.progress(False) as progress:
        return staging.prepared(store, open_keys(settings), progress, now)


def _show(cast: Inhabited, url: str, language: str) -> None:
    lines = [sentence("demo_serving", {"url": url}, language), ""]
    wide = max(len(name("account_role", str(role), language)) for role in cast.tokens)
    for role, token in cast.tokens.items():
        lines.append(f"  {name('account_role', str(role), language):<{wide}}  {address(url, token)}")
    ranking = f'"{url}/api/v1/people/{cast.candidate}/ranking/openings?limit=3"'
    lines += ["", sentence("demo_key", {}, language), "", f'curl -H "Authorization: Bearer {cast.key}" {ranking}', ""]
    print("\n".join(lines), flush=True)
