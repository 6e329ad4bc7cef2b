"""What the readers of facts would propose for an ad."""

from matching.text.facts import read_facts


def first(name, text, title="", today=None):
    """Return the value that would be proposed for a field."""
    facts = read_facts({"title": title, "description": text}, today)
    return next((fact.value for fact in facts if fact.name == name), None)


def codes(name, text):
    """Return how each code of a list is asked."""
    return {
        fact.value["code"]: fact.value.get("requirement")
        for fact in read_facts({"title": "", "description": text})
        if fact.name == name
    }
