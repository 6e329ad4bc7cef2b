"""Commands that ask who and what fits, why, and what would change it; the work is in the answers files."""

from enum import StrEnum
from typing import Annotated

import typer

from service.cli.options import AsJson, Candidate, Db, Lang, Top, With, said
from service.cli.running import run

ForOpening = Annotated[str | None, typer.Option("--opening", help=said("identifiant de l’offre", "id of the opening"))]
ForSponsor = Annotated[
    str | None, typer.Option("--sponsor", help=said("identifiant du parrain ou de la marraine", "id of the sponsor"))
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DATE",
        help=said("premier jour des créneaux (aujourd’hui sinon)", "first day of the slots (today unless given)"),
    ),
]


class Counterpart(StrEnum):
    """What levers may bring more of."""

    OPENINGS = "openings"
    SPONSORS = "sponsors"


Which = Annotated[Counterpart, typer.Option("--for", help=said("offres ou parrains", "openings or sponsors"))]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    rank = typer.Typer(no_args_is_help=True, help=said("Classer, avec les raisons.", "Rank, with reasons."))
    rank.command(
        "openings", help=said("Les meilleures offres pour une personne.", "The best openings for a candidate.")
    )(rank_openings)
    rank.command(
        "candidates",
        help=said(
            "Les meilleures personnes pour une offre ou un parrain.", "The best candidates for an opening or a sponsor."
        ),
    )(rank_candidates)
    rank.command(
        "sponsors",
        help=said("Les meilleurs parrains et marraines pour une personne.", "The best sponsors for a candidate."),
    )(rank_sponsors)
    app.add_typer(rank, name="rank")
    app.command(
        "why", help=said("Pourquoi cette offre ou ce parrain, ou pourquoi pas ?", "Why this pair, or why not?")
    )(why)
    app.command(
        "levers", help=said("Ce qui ouvrirait le plus à une personne.", "What would open most to a candidate.")
    )(levers)
    app.command("nobody", help=said("Pourquoi personne pour cette offre ou ce parrain ?", "Why nobody for this one?"))(
        nobody
    )


def rank_openings(
    candidate: Candidate,
    top: Top = 10,
    change: With = None,
    as_json: AsJson = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Rank openings for one candidate."""
    run("commands", "rank_openings", candidate, top, change, as_json, db=db, lang=lang)


def rank_candidates(
    opening: ForOpening = None,
    sponsor: ForSponsor = None,
    top: Top = 10,
    since: Since = None,
    as_json: AsJson = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Rank candidates for one opening or one sponsor."""
    if _is_sponsor(opening, sponsor):
        run("sponsor_answers", "rank_candidates", sponsor, top, since, as_json, db=db, lang=lang)
    else:
        run("commands", "rank_candidates", opening, top, as_json, db=db, lang=lang)


def rank_sponsors(
    candidate: Candidate,
    top: Top = 10,
    since: Since = None,
    change: With = None,
    as_json: AsJson = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Rank sponsors for one candidate."""
    run("sponsor_answers", "rank_sponsors", candidate, top, since, change, as_json, db=db, lang=lang)


def why(
    candidate: Candidate,
    opening: ForOpening = None,
    sponsor: ForSponsor = None,
    since: Since = None,
    change: With = None,
    as_json: AsJson = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Explain any pair."""
    if _is_sponsor(opening, sponsor):
        run("sponsor_answers", "why", candidate, sponsor, since, change, as_json, db=db, lang=lang)
    else:
        run("commands", "why", candidate, opening, change, as_json, db=db, lang=lang)


def levers(
    candidate: Candidate,
    which: Which = Counterpart.OPENINGS,
    top: Top = 10,
    since: Since = None,
    as_json: AsJson = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Show what would change it."""
    if which is Counterpart.SPONSORS:
        run("sponsor_answers", "levers", candidate, top, since, as_json, db=db, lang=lang)
    else:
        run("commands", "levers", candidate, top, as_json, db=db, lang=lang)


def nobody(
    opening: ForOpening = None,
    sponsor: ForSponsor = None,
    since: Since = None,
    as_json: AsJson = False,
    db: Db = None,
    lang: Lang = None,
) -> None:
    """Say which rule removes how many candidates."""
    if _is_sponsor(opening, sponsor):
        run("sponsor_answers", "nobody", sponsor, since, as_json, db=db, lang=lang)
    else:
        run("commands", "nobody", opening, as_json, db=db, lang=lang)


def _is_sponsor(opening: str | None, sponsor: str | None) -> bool:
    """Return whether a sponsor is asked about; refuse both, and neither."""
    if (opening is None) == (sponsor is None):
        raise typer.BadParameter(
            said("donner --opening ou --sponsor, l’un des deux", "give one of --opening, --sponsor")
        )
    return sponsor is not None
