"""Templates → HTML: everything put into them is escaped, every sentence comes from the locale files."""

from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import Namespace

from service.assets import versioned
from service.i18n import name, options, sentence, worded
from service.permissions import Role
from service.web.navigation import entries


def rendered(template: str, page: Any, told: Mapping[str, Any]) -> str:
    """Return a template filled for a page (see pages.Page); raise UndefinedError for a name that it lacks."""
    language, about = page.language, {"own": page.subject.role is Role.CANDIDATE}  # who reads of themselves
    frame = {
        "page": page,
        "t": lambda code, /, **facts: sentence(code, about | facts, language),
        "name": partial(_named, language),
        "options": lambda group: options(group, language),
        "worded": lambda value, how: worded(value, how, language),
        "navigation": entries(page),
        "account_name": "",
        "role_name": "" if page.subject.role is Role.ANONYMOUS else name("account_role", page.subject.role, language),
        "is_demonstration": False,
        "_now": Namespace(form="f", given={}, many=None, faults={}, found=[]),  # which form the macros of fields are in
    }
    return _templates().get_template(template).render(frame | dict(told))


def _named(language: str, group: str, value: str) -> str:
    return name(group, value, language)


@cache
def _templates() -> Environment:
    folder = str(files("service").joinpath("web", "templates"))
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = versioned
    return made
