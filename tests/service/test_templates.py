"""Templates hold no sentence, no style and no script of their own; sentences of pages are all there, and all used."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

from service.i18n import LANGUAGES, read_locale
from service.web.navigation import MENUS, code_of

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "service" / "web" / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
READ = {"title", "alt", "placeholder", "aria-label", "aria-description", "label", "content"}  # attributes with words
AS_THEY_ARE = {"Visavis", "www.cnil.fr"}  # names
MACHINE = {"code", "kbd", "style", "script"}  # elements whose words are no language
SETTINGS = {"viewport", "color-scheme", "htmx-config"}  # of <meta>, whose content nobody reads
WORD = re.compile(r"[^\W\d_]{2,}")
PROSE = re.compile(r"[À-ÿœ’«»]|^[A-Z][a-z]+( |$)|[a-z]{2} [a-z]{2}.*[.!?]$")  # what a label or a sentence looks like
SAYING = {"t", "sentence"}

every_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(FOLDER).as_posix())


def without_jinja(source: str) -> str:
    """Leave what a template gives as it stands; the block `shape` is a class."""
    source = re.sub(r"{% block shape %}[\w ]*{% endblock %}", "", source)
    source = re.sub(r"(</?){{.*?}}", r"\1p", source)  # an element whose name is a value
    return re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", source, flags=re.DOTALL)


class Bare(HTMLParser):
    """What a template says and does by itself: words outside of {{ }}, and what the policy of pages forbids."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forbidden: list[str] = []
        self._inside: list[str] = []
        self.feed(without_jinja(source))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in MACHINE:
            self._inside.append(tag)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.forbidden.append(f"<{tag}>")
        self.forbidden += [name for name in given if name == "style" or re.match(r"on[a-z]+$|hx-on", name)]
        for name in READ & set(given) if given.get("name") not in SETTINGS else ():
            self._say(given[name] or "")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self._say(re.sub(r'[\w-]+="[^"]*"|\brequired\b', "", data))  # attributes, in a macro that writes them

    def _say(self, text: str) -> None:
        for name in AS_THEY_ARE:
            text = text.replace(name, "")
        if WORD.search(re.sub(r"&#?\w+;", "", text)):
            self.words.append(text.strip())


def literals(source: str) -> list[str]:
    """The texts that stand in quotes between {{ }} or {% %}."""
    return [value[1:-1] for _, kind, value in Environment().lex(source) if kind == "string"]


@every_template
def test_a_template_holds_no_sentence_of_its_own(path: Path) -> None:
    source = path.read_text("utf-8")
    assert Bare(source).words == []
    assert [text for text in literals(source) if PROSE.search(text)] == []


@every_template
def test_a_template_holds_no_style_and_no_script(path: Path) -> None:
    assert Bare(path.read_text("utf-8")).forbidden == []


@pytest.mark.parametrize(
    "wrong",
    [
        "<p>Bonjour</p>",
        '<img alt="Photo">',
        '<p aria-label="Liste {{ x }}">',
        '{{ button("Envoyer la demande") }}',
        "a b cd",
    ],
)
def test_a_sentence_in_a_template_is_found(wrong: str) -> None:
    """The negative control."""
    assert Bare(wrong).words or [text for text in literals(wrong) if PROSE.search(text)]


@pytest.mark.parametrize(
    "wrong", ['<p style="x">', "<script>x</script>", '<p onclick="x">', "<style></style>", "<p hx-on:a=1>"]
)
def test_a_style_or_a_script_in_a_template_is_found(wrong: str) -> None:
    """The negative control."""
    assert Bare(wrong).forbidden


class Named:
    """The codes that pages name: whole, or with values between their parts."""

    def __init__(self) -> None:
        self.said: set[str] = set()  # what is certainly said
        self.whole: set[str] = set()  # every text: a code may go through other hands first
        self.made: set[str] = set()  # patterns

    def template(self, source: str) -> None:
        tree = Environment().parse(source)
        self.whole |= {str(node.value) for node in tree.find_all(nodes.Const)}
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in SAYING and call.args:
                self.said |= set(self._consts(call.args[0]))
        for joined in tree.find_all(nodes.Concat):
            self._made([node.value if isinstance(node, nodes.Const) else None for node in joined.nodes])

    def _consts(self, node: Any) -> Iterator[str]:
        if isinstance(node, nodes.Const):
            yield node.value
        elif isinstance(node, nodes.CondExpr):
            for part in (node.expr1, node.expr2):
                yield from self._consts(part)

    def module(self, source: str) -> None:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                self._made([part.value if isinstance(part, ast.Constant) else None for part in node.values])
            elif isinstance(node, ast.Call):
                told = [word.value for word in node.keywords if word.arg == "said"]
                told += node.args[:1] if getattr(node.func, "id", "") in SAYING else []
                self.said |= {one.value for one in told if isinstance(one, ast.Constant)}

    def uses(self, code: str) -> bool:
        return code in self.whole or any(re.fullmatch(pattern, code) for pattern in self.made)

    def _made(self, parts: list[Any]) -> None:
        """Keep the pattern of a code; one that only says which group it is of would fit each of its codes."""
        if "".join(str(part or "") for part in parts).count("_") > 1:
            self.made.add("".join(r"\w+" if part is None else re.escape(str(part)) for part in parts))


@cache
def named() -> Named:
    found = Named()
    for path in TEMPLATES:
        found.template(path.read_text("utf-8"))
    for path in (*(ROOT / "service").glob("*.py"), *(ROOT / "service" / "web").rglob("*.py")):
        found.module(path.read_text("utf-8"))
    found.whole |= {code_of(path) for paths in MENUS.values() for path in paths}
    found.said -= {""}
    return found


def codes(language: str, group: str = "") -> set[str]:
    told = read_locale(language)
    return {
        code
        for name, texts in told.items()
        if name.startswith(group)
        for code in texts
        if name not in ("names", "words")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_a_page_names_has_its_sentence(language: str) -> None:
    assert sorted(named().said - codes(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_pages_is_idle(language: str) -> None:
    assert sorted(code for code in codes(language, "web") if not named().uses(code)) == []


def test_codes_are_found_where_they_are_named() -> None:
    """The negative control."""
    found = Named()
    found.template('{{ t("web_a") }}{{ t("web_b" if x else "web_c") }}{{ t("web_of_" ~ kind) }}')
    found.module('page.go("/", said="web_d")\nsentence(f"web_in_{kind}", {}, "fr")')
    assert found.said == {"web_a", "web_b", "web_c", "web_d"}
    assert found.uses("web_of_people")
    assert found.uses("web_in_people")
    assert not found.uses("web_e")
