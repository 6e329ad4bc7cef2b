"""The menus: what each role comes for, in the order in which it comes for it."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from service.permissions import Role


class Entry(NamedTuple):
    """A place in a menu: the code of its words, its address, and whether one is there."""

    code: str
    path: str
    is_here: bool


HOME: Final[Mapping[Role, str]] = {
    Role.ADVISER: "/day",
    Role.COMPANY: "/openings",
    Role.ORGANISER: "/meetups",
    Role.CANDIDATE: "/me",
    Role.SPONSOR: "/me",
    Role.ADMIN: "/admin",
    Role.FUNDER: "/figures",
    Role.ANONYMOUS: "/sign-in",
}
MENUS: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.ADVISER: (
        *("/day", "/people", "/introductions", "/openings", "/commitments", "/sponsors"),
        *("/cohorts", "/meetups", "/map", "/imports"),
    ),
    Role.COMPANY: ("/openings", "/commitments", "/introductions", "/meetups", "/imports", "/organisation"),
    Role.ORGANISER: (
        *("/meetups", "/cohorts", "/sponsors", "/openings", "/commitments"),
        *("/map", "/figures", "/imports", "/requests"),
    ),
    Role.CANDIDATE: (
        "/me",
        "/me/file",
        "/me/openings",
        "/introductions",
        "/me/proposals",
        "/me/hours",
        "/meetups",
        "/me/privacy",
    ),
    Role.SPONSOR: ("/me", "/me/proposals", "/me/hours", "/meetups", "/me/privacy"),
    Role.ADMIN: (
        "/admin",
        "/admin/organisations",
        "/admin/members",
        "/imports",
        "/admin/jobs",
        "/admin/backups",
        "/admin/log",
        "/requests",
    ),
    Role.FUNDER: ("/figures", "/map"),
    Role.ANONYMOUS: (),
}


def code_of(path: str) -> str:
    """Return the code of a place's words: /me/openings → menu_me_openings."""
    return "menu" + path.replace("/", "_")


def entries(page: Any) -> list[Entry]:
    """Return the menu of who asks; where addresses begin alike, one is at the longest."""
    paths = MENUS[page.subject.role]
    here = max((path for path in paths if _within(page.path, path)), key=len, default="")
    return [Entry(code_of(path), path, path == here) for path in paths]


def _within(address: str, path: str) -> bool:
    return address == path or address.startswith(f"{path}/")
