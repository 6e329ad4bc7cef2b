"""What the grid of a plan shows: lines of a view, seats that break a rule, the menu of one seat."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np

from service import meetup_words
from service.errors import Invalid
from service.usecases import seat_moves
from service.usecases.adjusting import Grid

PAUSE: Final = "-"


def said(breaches: Iterable[Any], grid: Grid, language: str) -> list[str]:
    """Return what a plan breaks, in words."""
    return [meetup_words.broken(one, grid.file, language) for one in breaches]


def seat_of(told: str, ids: Mapping[str, str]) -> tuple[int, str]:
    """Return the round and the person of a seat told as 3J12; raise Invalid for none."""
    turn, letter, number = told.partition("J")
    if not turn.isdecimal() or len(turn) > 2 or letter + number not in ids:
        raise Invalid("choose a seat first", "seat", (("seat", "missing"),))
    return int(turn), ids[letter + number]


def lines(grid: Grid, view: str) -> list[dict[str, Any]]:
    """Return the lines of a view: whom a line is about, its table, and for each round who sits there."""
    meetup, label = grid.file.meetup, grid.file.labels
    sides = meetup.people if view == "person" else meetup.hosts
    cells: dict[tuple[str, int], list[dict[str, Any]]] = {}
    table: dict[str, int] = {}
    for turn, person, host, at in grid.seats:
        whose, other = (person, host) if view == "person" else (host, person)
        seat = {
            "seat": f"{turn}{label[person]}",
            "who": other,
            "label": label[other],
            "at": at,
            "lock": (turn, person) in grid.locked,
        }
        cells.setdefault((whose, turn), []).append(seat)
        table.setdefault(host, at)
    free = meetup.person_free if view == "person" else meetup.host_free
    rows = [
        {
            "id": who,
            "table": table.get(who, 0),
            "cells": [cells.get((who, turn), []) for turn in range(1, meetup.rounds + 1)],
            "there": free[number].tolist(),
            "seats": 1 if view == "person" else int(meetup.seats[number]),
        }
        for number, who in enumerate(sides)
    ]
    return sorted(rows, key=lambda row: row["table"] or len(rows) + 1) if view in ("table", "round") else rows


def barred(grid: Grid) -> list[str]:
    """Return the pairs that would break a rule: J1P2 in every round; 3J1P2 in others than the third, which is why."""
    meetup, label = grid.file.meetup, grid.file.labels
    at = {host: number for number, host in enumerate(meetup.hosts)}
    found = [f"{label[meetup.people[who]]}{label[meetup.hosts[host]]}" for who, host in meetup.never.tolist()]
    for turn, person, host, _ in grid.seats:
        company = meetup.company[at[host]]
        alike = np.flatnonzero(meetup.company == company).tolist() if company >= 0 else [at[host]]
        found += [f"{turn}{label[person]}{label[meetup.hosts[other]]}" for other in alike]
    return found


def hurt(grid: Grid, language: str) -> dict[str, list[str]]:
    """Return the seats that break a rule, told as 3J12, each with what it breaks, in words."""
    label, people = grid.file.labels, set(grid.file.meetup.people)
    found: dict[str, list[str]] = {}
    for breach, words in zip(grid.firm, said(grid.firm, grid, language), strict=True):
        numbers = breach.numbers
        turns = numbers.get("rounds", [numbers["round"]] if "round" in numbers else [])
        for seat in (f"{turn + 1}{label[who]}" for turn in turns for who in breach.who if who in people):
            found.setdefault(seat, []).append(words)
    return found


def menu(grid: Grid, chosen: str, language: str) -> dict[str, Any] | None:
    """Return where the person of the chosen seat could sit: what breaks nothing, and the rest with what it breaks."""
    ids = {label: guest for guest, label in grid.file.labels.items()}
    try:
        turn, person = seat_of(chosen, ids)
    except Invalid:
        return None
    label = grid.file.labels
    now = next((seat for seat in grid.seats if seat[:2] == (turn, person)), None)
    places = seat_moves.places(grid, turn, person) if turn <= grid.file.meetup.rounds else []
    told = [
        {
            "value": f"{label.get(place.host, PAUSE)}{'/' if place.instead else ''}{label.get(place.instead, '')}",
            "host": place.host,
            "instead": place.instead,
            "breaks": said(place.breaks, grid, language),
        }
        for place in places
    ]
    is_locked = (turn, person) in grid.locked
    return {"seat": chosen, "round": turn, "person": person, "now": now, "places": told, "is_locked": is_locked}
