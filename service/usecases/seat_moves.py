"""Where somebody could sit instead in a round, and what that would break: looked for only among those who move."""

from dataclasses import replace

import numpy as np

from matching.scheduling.model import Breach, Meetup
from matching.scheduling.rules import conflicts
from service.usecases.adjusting import Grid, Place, texts
from service.usecases.meetups import seated


def places(grid: Grid, turn: int, person: str) -> list[Place]:
    """Return where somebody could sit in a round: first what breaks nothing, else by the order of the hosts."""
    meetup = grid.file.meetup
    sitting: dict[str, list[str]] = {}
    for at, who, host, _ in grid.seats:
        if at == turn:
            sitting.setdefault(host, []).append(who)
    now = next((host for host, who in sitting.items() if person in who), "")
    found = [Place("", "", _news(grid, turn, person, "", ""))] if now else []
    for number, host in enumerate(meetup.hosts):
        if host == now or not meetup.host_free[number, turn - 1]:
            continue
        if len(sitting.get(host, [])) < meetup.seats[number]:
            found.append(Place(host, "", _news(grid, turn, person, host, "")))
        free = [other for other in sitting.get(host, []) if (turn, other) not in grid.locked]
        found += [Place(host, other, _news(grid, turn, person, host, other)) for other in free]
    return sorted(found, key=lambda place: len(place.breaks) > 0)


def _news(grid: Grid, turn: int, person: str, host: str, instead: str) -> list[Breach]:
    """Return what a move breaks that is kept now: looked for only among those who move and where they sit."""
    moving = {person, instead} - {""}
    now = [seat for seat in grid.seats if seat[1] in moving or (seat[0] == turn and seat[2] == host)]
    here = next((seat[2] for seat in grid.seats if seat[:2] == (turn, person)), "")
    then = [seat for seat in now if seat[0] != turn or seat[1] not in moving]
    then += [(turn, who, whom, 0) for who, whom in ((person, host), (instead, here)) if who and whom]
    meetup = _only(grid.file.meetup, moving)
    after = conflicts(meetup, seated(meetup, texts(then))[0])
    before = set(map(str, conflicts(meetup, seated(meetup, texts(now))[0]))) if after else set()
    return [breach for breach in after if str(breach) not in before]


def _only(meetup: Meetup, people: set[str]) -> Meetup:
    """Return the meetup in which something is asked of these people only."""
    those = np.array([name in people for name in meetup.people])
    must, wish = (pairs[those[pairs[:, 0]]] for pairs in (meetup.must, meetup.wish))
    return replace(meetup, must=must, wish=wish, minimum=np.where(those, meetup.minimum, 0))
