"""The command that starts the server; the work is in serve_answers.py."""

from typing import Annotated

import typer

from service.cli.options import Db, Lang, said
from service.cli.running import run

Host = Annotated[str, typer.Option("--host", help=said("adresse où répondre", "address to answer at"))]
Port = Annotated[
    int, typer.Option("--port", min=0, max=65535, help=said("port où répondre (0 : un libre)", "port (0: a free one)"))
]
Workers = Annotated[
    int, typer.Option("--workers", min=1, max=64, help=said("combien de processus répondent", "how many processes"))
]
Proxy = Annotated[
    str | None,
    typer.Option(
        "--proxy",
        help=said(
            "adresse du serveur mandataire (proxy) dont les en-têtes X-Forwarded-… font foi",
            "address of the proxy whose X-Forwarded-… headers are believed",
        ),
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("serve", help=said("Démarrer le serveur.", "Start the server."))(serve)


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = 1,
    proxy: Proxy = None,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Start the server."""
    run("serve_answers", "serve", host, port, workers, proxy, db=db, lang=lang)
