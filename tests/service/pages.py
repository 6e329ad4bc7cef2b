"""What tests of pages share: a browser that asks for pages and sends forms, and what a page says."""

import re
from html.parser import HTMLParser

from tests.service.world import Client

READS = {"accept": "text/html"}
SILENT = {"script", "style", "svg", "title"}


class Said(HTMLParser):
    """The words of a page, the elements with their attributes, and the hidden fields."""

    def __init__(self, text):
        super().__init__()
        self.words, self.elements, self._inside = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in SILENT:
            self._inside.append(tag)

    def handle_endtag(self, tag):
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data):
        if not self._inside:
            self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))

    def fields(self, **of):
        """The attributes of the elements that have these."""
        return [found for _, found in self.elements if all(found.get(name) == value for name, value in of.items())]


class Reader(Client):
    """A browser that reads pages: it keeps no cookie, and follows nowhere."""

    def request(self, method, url, **options):
        headers = {**READS, **(options.pop("headers", None) or {})}
        return super().request(method, url, headers=headers, **{**options, "follow_redirects": False})


def said(answer):
    return Said(answer.text)


def cookie(answer, name):
    """The value that an answer gives a cookie; None where it does not name it."""
    found = [line for line in answer.headers.get_list("set-cookie") if line.startswith(f"{name}=")]
    return found[0].partition("=")[2].partition(";")[0].strip('"') if found else None
