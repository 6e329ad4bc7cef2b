"""HTML from elsewhere: the linked data inside a page, and the text of a description, with work that is bounded."""

import re
from html import unescape
from html.parser import HTMLParser

MOST_PARSED = 200_000  # characters of one text; what we keep of it is much shorter
_OPENING = re.compile(r"<script\b([^<>]{0,1000})>", re.IGNORECASE)
_CLOSING = re.compile(r"</script\b", re.IGNORECASE)
_LINKED = re.compile(r"application/ld\+json", re.IGNORECASE)
_WRAPPINGS = (("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>"))  # around scripts, for old browsers
_MARKED_UP = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_BLOCK_TAGS = "p div section article header footer ul ol table tr dl dt dd blockquote pre h1 h2 h3 h4 h5 h6"
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SILENT = frozenset(["script", "style"])


def looks_like_html(text: str) -> bool:
    """Return whether a text begins as a page does."""
    return text.lstrip("\ufeff \t\r\n")[:1] == "<"


def linked_data(page: str) -> list[tuple[int, str]]:
    """Return the linked data (JSON-LD) of a page's scripts, each with the line where it begins."""
    found, line, counted, place = [], 1, 0, 0
    while opened := _OPENING.search(page, place):
        closed = _CLOSING.search(page, opened.end())
        end = closed.start() if closed else len(page)
        if _LINKED.search(opened[1]):
            line += page.count("\n", counted, opened.end())
            counted = opened.end()
            found.append((line, _bare(page[opened.end() : end])))
        place = end
    return found


def _bare(script: str) -> str:
    for before, after in _WRAPPINGS:
        script = script.strip().removeprefix(before).removesuffix(after)
    return script


def text_of_html(html: str) -> str:
    """Return what a person reads of a text that may be HTML, list items as "- "; a plain text stays as it is.

    Scripts and styles are dropped, entities become characters; a text whose very marks are spelt out is read as
    what they mean. Of a very long one only the beginning is read.
    """
    text = html[:MOST_PARSED]
    if not _MARKED_UP.search(text):
        text = unescape(text)
    if not _MARKED_UP.search(text):
        return text.strip()
    reader = _Reader()
    reader.feed(_without_strays(text))
    reader.close()
    return reader.text()


def _without_strays(text: str) -> str:
    """Return the text with every < that opens no tag spelt out: the parser looks for its end again and again."""
    return re.sub(r"<(?!/?[a-zA-Z][^<>]{0,2000}>)", "&lt;", re.sub(r"<!(?:--)?[^<>]{0,2000}>", "", text))


class _Reader(HTMLParser):
    """Collects the text of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break the line where a block begins."""
        self._silent = tag in _SILENT
        if tag == "br" or tag in _BLOCKS:
            self._parts.append("\n")
        elif tag == "li":
            self._parts.append("\n- ")

    def handle_endtag(self, tag: str) -> None:
        """Break the line where a block ends."""
        self._silent = False
        if tag in _BLOCKS:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self._silent:
            self._parts.append(re.sub(r"[ \t\r\n\f\xa0]+", " ", data))

    def text(self) -> str:
        """Return all words, at most one empty line between two lines."""
        lines = [line.strip(" ") for line in "".join(self._parts).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
