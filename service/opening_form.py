"""An opening as a form of a page holds it: what a record fills it with, and the record that was typed into it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Protocol

import orjson

from matching.record_parts import PLACE
from matching.records import Record
from service.collation import search_key
from service.errors import Invalid

LISTS: Final = ("skills", "licences", "certificates", "languages")
ONE: Final = ("experience", "education")  # of which an opening asks one
ASKS: Final = ("must", "wish", "none")  # of a line of the form; the last takes it away
SPANS: Final = ("hours", "wage")
PLAIN: Final = (
    "kind",
    "title",
    "occupation",
    "contract",
    "months",
    "start",
    "latest_start",
    "positions",
    "description",
)
COPIED: Final = frozenset((*PLAIN, *SPANS, *LISTS, *ONE, "title_code", "place", "working_times", "gives"))
OLD: Final = frozenset(("start", "latest_start"))  # what an opening that is posted anew does not take over

Found = Sequence[Mapping[str, Any]]
Need = tuple[str, dict[str, Any]]  # a field of the record, and one item of it


class Typed(Protocol):
    """The fields of a form, as service/web/forms.py reads them."""

    def text(self, name: str) -> str:
        """Return a field, or nothing."""
        ...

    def texts(self, name: str) -> list[str]:
        """Return all values of a field."""
        ...


def needs_of(record: Record) -> list[Need]:
    """Return what an opening asks of people, one line of the form each."""
    listed = [(name, dict(item)) for name in LISTS for item in record.get(name, [])]
    return listed + [(name, dict(record[name])) for name in ONE if name in record]


def key_of(name: str, item: Mapping[str, Any]) -> str:
    """Return a line of the form as its hidden field holds it, without whether it is a must."""
    return orjson.dumps([name, {part: value for part, value in item.items() if part != "requirement"}]).decode()


def needs_typed(form: Typed) -> list[Need]:
    """Return the lines of a form that stay, with whether each is a must; raise Invalid for a line that is not ours."""
    asks, needs = form.texts("ask"), [_need(text) for text in form.texts("need")]
    if len(asks) != len(needs):
        reason = "each line says whether it is a must"
        raise Invalid(f"needs: {reason}", "needs", (("needs", reason),))
    kept = [
        (name, {**item, "requirement": ask}) for (name, item), ask in zip(needs, asks, strict=True) if ask != "none"
    ]
    return kept + [(name, {**item, "requirement": "wish"}) for name, item in map(_need, form.texts("usual"))]


def joined(needs: Sequence[Need], more: Sequence[Need], ask: str) -> list[Need]:
    """Return the lines of a form with those that were added, each thing once: as it was said last."""
    added = [(name, {"requirement": ask, **item}) for name, item in more]
    return list(
        {(name, item.get("code") or item.get("label")): (name, item) for name, item in [*needs, *added]}.values()
    )


def told(form: Typed, needs: Sequence[Need], place: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the fields of a record that a form holds: null for those that were left empty."""
    found: dict[str, Any] = {name: form.text(name).replace("\r\n", "\n") or None for name in PLAIN}
    found |= {name: _span(form, name) for name in SPANS}
    found |= {name: [item for other, item in needs if other == name] or None for name in LISTS}
    found |= {name: next((item for other, item in reversed(needs) if other == name), None) for name in ONE}
    return {**found, "working_times": form.texts("working_times") or None, **_placed(place)}


def placed(typed: str, find: Callable[[str], Found]) -> dict[str, Any] | None:
    """Return the commune that was typed, by name, postcode or both; None for nothing; raise Invalid for no commune."""
    words = typed.replace("(", " ").replace(")", " ").strip()
    if not words:
        return None
    found = find(words) or find(" ".join(word for word in words.split() if not word.isdecimal()))
    if not found:
        reason = "no commune known here is called so: check the spelling, or give its postcode"
        raise Invalid(f"place: {reason}", "place", (("place", reason),))
    codes = {word for word in words.split() if word.isdecimal()}
    named = [one for one in found if search_key(one["name"]) == search_key(words)]
    coded = [one for one in found if codes & {*one["postcodes"], one["insee"]}]
    best = (coded or named or found)[0]
    return {"insee": best["insee"], "label": best["name"]}


def shown_place(record: Mapping[str, Any]) -> str:
    """Return a place as the form shows it."""
    place = record.get("place", {})
    name, code = place.get("label", ""), place.get("postcode") or place.get("insee") or ""
    return f"{name} ({code})" if name and code else name or code


def copied(record: Record) -> dict[str, Any]:
    """Return what a new opening takes over of an old one."""
    return {name: value for name, value in record.items() if name in COPIED - OLD}


@contextmanager
def faults_here() -> Iterator[None]:
    """Let faults of a record name the fields of the form in which they were typed."""
    try:
        yield
    except Invalid as error:
        if not error.faults:
            raise
        faults = tuple((field_of(name), reason) for name, reason in error.faults)
        raise Invalid(str(error), error.code, faults) from None


def field_of(path: str) -> str:
    """Return the field of the form behind a place in a record: record.wage.min → wage_min."""
    parts = path.removeprefix("record.").replace("[", ".").replace("]", "").split(".")
    if parts[0] in (*LISTS, *ONE):
        return "needs"
    if parts[0] in SPANS:
        return f"{parts[0]}_{parts[1] if len(parts) > 1 else 'min'}"
    return parts[0]


def _need(text: str) -> Need:
    try:
        name, item = orjson.loads(text)
        if name in (*LISTS, *ONE) and isinstance(item, dict):
            return str(name), item
    except (ValueError, TypeError):
        pass
    reason = "unknown field"
    raise Invalid(f"needs: {reason}", "needs", (("needs", reason),))


def _span(form: Typed, name: str) -> dict[str, Any] | None:
    ends = {end: form.text(f"{name}_{end}") or None for end in ("min", "max")}
    return ends if any(ends.values()) else None


def _placed(place: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a place that takes that of before away whole, whatever told it."""
    return {"place": None} if place is None else {"place": {**dict.fromkeys(PLACE.fields), **place}}
