"""What an organiser does to meetups on screens, again and again, as a browser without JavaScript does it."""

import re
import time

M = "/meetups"
SETTINGS = {"title": "Rencontre d’hiver", "places": "24", "host_places": "9", "rounds": "3", "seats": "1"}
SETTINGS |= {"round_minutes": "10", "break_minutes": "2", "min_meetings": "1", "tables": "fixed"}
PEOPLE = "Ana Alpha\nBea Beta\nCleo Gamma\nDan Delta"
HOSTS = "Pat Un; Atelier\nLou Deux ; Forge\nSam Trois"


def created(organiser, **more):
    return re.match(rf"{M}/([0-9a-f-]{{36}})/guests$", organiser.send(f"{M}/new", **SETTINGS | more))[1]


def filled(organiser, **more):
    """An open meetup with four people and three hosts: its id, and the ids of the guests by their labels."""
    id = created(organiser, **more)
    organiser.send(f"{M}/{id}/guests", names=PEOPLE, side="person")
    organiser.send(f"{M}/{id}/guests", names=HOSTS, side="host", seats="1")
    organiser.send(f"{M}/{id}/status", status="open", version=organiser.version(f"{M}/{id}"))
    return id, labels(organiser, id)


def labels(organiser, id):
    found = re.findall(r'/guests/([0-9a-f-]{36})">([JP]\d+)</a>', organiser.get(f"{M}/{id}/guests"))
    return {label: guest for guest, label in found}


def planned(organiser, id):
    """The page of the plan when nothing is computed any more."""
    organiser.send(f"{M}/{id}/plan", seconds="5")
    return ended(organiser, f"{M}/{id}/plan")


def ended(organiser, path):
    while 'id="progress"' in (page := organiser.get(path)):
        time.sleep(0.05)
    return page


def grid(organiser, id):
    """Who sits where, as the grid shows it: {(round, person): host}."""
    page = organiser.get(f"{M}/{id}/grid?view=host")
    rows = re.findall(r'<th scope="row">\s*(P\d+)(.*?)</tr>', page, re.DOTALL)
    return {(int(turn), who): host for host, row in rows for turn, who in re.findall(r"seat=(\d+)(J\d+)", row)}


def at(organiser, id):
    return organiser.version(f"{M}/{id}/grid")
