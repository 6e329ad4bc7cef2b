"""What the screen of an assignment tells: pairs, who is left out, rules, loads, each with where it can be changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service.usecases.cohorts import Question
from service.web.cohorts.called import order
from service.web.cohorts.rules import KEEP, Pair, Rules, address, joined
from service.web.pages import Page

Told = dict[str, Any]
NOTHING: Told = {"pairs": [], "left_out": [], "loads": {}}  # the answer where there is nobody to assign, or nowhere


@dataclass(frozen=True, slots=True)
class Telling:
    """A question with its answer, under rules, in words."""

    page: Page
    question: Question
    rules: Rules
    answer: Told
    names: Mapping[str, str]  # of people, by id
    labels: Mapping[str, str]  # of sponsors
    told: set[str]  # people of whom more than the score may be told

    def whole(self) -> Told:
        """Return all of it."""
        begun = self.question.begun
        return {
            "answer": self.answer,
            "pairs": [self._pair(one) for one in self.answer["pairs"] if self._is_sought(one)],
            "left_out": [{**one, "mend": self._mend(one)} for one in self.answer["left_out"] if self._is_sought(one)],
            "names": self.names,
            "labels": self.labels,
            "begun": [(one, begun[one]) for one in self.names if one in begun],
            "closed": [one for one in self.question.closed if one not in begun],
            "people": [(id, self.names[id]) for id in self.question.asked.people or ()],
            "sponsors": order(self.labels),
            **self._rules(),
            **self._loads(),
        }

    def _is_sought(self, one: Mapping[str, Any]) -> bool:
        """Return whether the words of the address are in what somebody, or the sponsor of the pair, is called."""
        sought = self.page.request.query_params.get("q", "").casefold()
        return sought in f"{self.names[one['person']]} {self.labels.get(one.get('place', ''), '')}".casefold()

    def _at(self, rules: Rules) -> str:
        return address(self.page.path, self.page.request.query_params, rules)

    def _pair(self, one: Mapping[str, Any]) -> Told:
        who, rules = (one["person"], one["place"]), self.rules
        ways = {
            "refuse": self._at(rules.with_(who, "refused")),
            "keep": self._at(rules.with_(who, KEEP)),
            "free": self._at(rules.without(who)),
        }
        how = {"key": joined(who), "is_kept": who in self.question.asked.must, "is_told": one["person"] in self.told}
        return {"slot": None, "reasons": [], **one, **how, **ways}

    def _mend(self, one: Mapping[str, Any]) -> Mapping[str, str]:
        """Return where the smallest change that would place somebody is made; nothing where it is not made here."""
        change = one["change"]
        if not change:
            return {}
        pair = (one["person"], change["place"])
        if change["kind"] == "lift":
            return {"code": "cohorts_mend_lift", "href": self._at(self.rules.without(pair))}
        if change["kind"] == "must":
            return {"code": "cohorts_mend_keep", "href": self._at(self.rules.with_(pair, KEEP))}
        return {"code": "cohorts_mend_seat", "href": f"/sponsors/{change['place']}"}

    def _rules(self) -> Told:
        asked, query = self.question.asked, self.page.request.query_params
        return {
            "unkept": [(*one, why) for pair, why in self.question.unkept for one in self._named([pair])],
            "kept": self._named(asked.must),
            "never": [(*one, why.value) for pair, why in asked.never.items() for one in self._named([pair])],
            "kept_filters": [one for one in query.multi_items() if one[0] not in ("person", "with", "rule", "cursor")],
            "query": address("", query, self.rules),
        }

    def _named(self, pairs: Iterable[Pair]) -> list[tuple[str | None, str | None, str]]:
        """Return who each pair is, and the address without the rule about it."""
        return [(self.names.get(one), self.labels.get(other), self._at(self.rules.without((one, other))))
                for one, other in pairs]  # fmt: skip

    def _loads(self) -> Told:
        """Return who is given how many beside those they have, and how many with room are given nobody."""
        given, places = self.answer["loads"], self.question.asked.places or {}
        loads = [(id, given[id], places[id]["taken"], places[id]["capacity"]) for id in self.labels if given.get(id)]
        idle = [id for id, seats in places.items() if not given.get(id) and seats["capacity"] > seats["taken"]]
        return {"loads": sorted(loads, key=lambda one: (-one[1], self.labels[one[0]])), "n_idle": len(idle)}
