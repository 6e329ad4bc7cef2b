"""What a page is made of, for whoever does not see it as it was drawn: tables, pictures, languages, print, zoom."""

import re
from typing import Final

from playwright.sync_api import Page

FRENCH: Final = set("le la les un une des du de et est sont dans pour par sur avec que qui ce cette vous nous au aux".split())
ENGLISH: Final = set("the of and is are in for by on with that which this you we to at be or not an from".split())
PASSAGE: Final = 6  # words: fewer are a name
SURE: Final = 3  # words that only one language has
ZOOMED: Final = {"width": 640, "height": 450}  # what 1280 × 900 leaves at 200 %


def badly_made(page: Page) -> list[str]:
    """Return what is wrong with tables, pictures, the frame and the languages of a page."""
    return [*page.evaluate(_TABLES), *page.evaluate(_PICTURES), *page.evaluate(_FRAME), *foreign(page)]


def foreign(page: Page) -> list[str]:
    """Return the passages in another language than the one which the page says they are in."""
    passages = page.evaluate("""() => [...document.querySelectorAll("body *")].filter(one => one.checkVisibility())
        .map(one => [one.closest("[lang]").lang, [...one.childNodes].filter(node => node.nodeType === 3)
            .map(node => node.data).join(" ").trim()]).filter(([, text]) => text)""")
    return [f"lang={said}, yet: {text[:120]}" for said, text in passages if language(text) not in (None, said)]


def language(text: str) -> str | None:
    """Return the language of a passage; None for one that is too short to tell."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    french, english = (sum(word in known for word in words) for known in (FRENCH, ENGLISH))
    if len(words) < PASSAGE or max(french, english) < SURE or min(french, english) * 2 > max(french, english):
        return None
    return "fr" if french > english else "en"


def in_print(page: Page) -> list[str]:
    """Return what paper has no use for and is printed all the same."""
    page.emulate_media(media="print")
    found = page.evaluate("""() => [...document.querySelectorAll("body > header, footer, nav, button, [popover], dialog")]
        .filter(one => one.checkVisibility()).map(one => "printed: " + one.outerHTML.slice(0, 160))""")
    page.emulate_media(media="screen")
    return found


def moving(page: Page) -> list[str]:
    """Return what moves though the reader asked for less motion."""
    return page.evaluate("""() => [...document.querySelectorAll("*")].filter(one => [null, "::before", "::after"].some(part => {
        const style = getComputedStyle(one, part), lasts = times => times.split(", ").some(time => parseFloat(time) > 0);
        return style.animationName !== "none" && lasts(style.animationDuration) || lasts(style.transitionDuration);
    })).map(one => "moves: " + one.cloneNode().outerHTML)""")


_TABLES = """() => {
    const told = one => one.cloneNode().outerHTML;
    const faults = [], sorted = new URLSearchParams(location.search).get("sort");
    for (const table of document.querySelectorAll("table")) {
        if (!table.caption?.textContent.trim()) faults.push("a table without caption: " + told(table));
        for (const head of table.querySelectorAll("th:not([scope])")) faults.push("a head without scope: " + told(head));
        const heads = table.querySelectorAll("th");
        if (!heads.length) faults.push("a table without heads: " + told(table));
        for (const head of heads) if (!head.textContent.trim()) faults.push("an empty head: " + told(head));
        const order = [...table.querySelectorAll("[aria-sort]")].map(one => one.getAttribute("aria-sort"));
        if (order.length > 1) faults.push("a table with several orders: " + told(table));
        const by = [...table.querySelectorAll("thead a")].map(one => new URL(one.href).searchParams.get("sort")?.replace("-", ""));
        if (sorted && by.includes(sorted.replace("-", "")) && order[0] !== (sorted[0] === "-" ? "descending" : "ascending"))
            faults.push(`sorted by ${sorted}, told as ${order[0]}: ` + told(table));
    }
    return faults;
}"""

_PICTURES = """() => {
    const told = one => one.cloneNode().outerHTML, faults = [];
    for (const one of document.querySelectorAll("svg, [role=img], img")) {
        if (!one.checkVisibility() || one.closest("[aria-hidden=true]") || one.parentElement.closest("[role=img]")) continue;
        const label = one.getAttribute("aria-label") ?? one.getAttribute("alt");
        if (one.localName !== "img" && one.getAttribute("role") !== "img") faults.push("a picture without role: " + told(one));
        else if (!label?.trim()) faults.push("a picture without label: " + told(one));
        else if (!one.closest("figure")?.querySelector("table") && !document.querySelector("main figure ~ .scroll table"))
            faults.push("a picture without its table: " + told(one));
    }
    for (const figure of document.querySelectorAll("figure"))
        if (!figure.querySelector("figcaption")?.textContent.trim()) faults.push("a figure without caption: " + told(figure));
    return faults;
}"""

_FRAME = """() => {
    const faults = [], main = document.querySelector("main");
    for (const role of ["status", "alert"])
        if (!main.querySelector(`[role=${role}]`)) faults.push(`nothing to read out the ${role}`);
    const help = document.querySelector("body > footer a");
    if (help?.pathname !== "/help") faults.push("help is not the first of the foot");
    if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
    return faults;
}"""
