"""What is wrong with a page as it stands: each check returns what a person would have to look at, or nothing."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.demonstration import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
EVERYTHING = '{rules: {"target-size": {enabled: true}}}'  # beside what axe looks at unless told otherwise
COLOURS = '{runOnly: ["color-contrast"]}'
MANY = 100  # stops; the rest of a longer page is like its beginning


def violations(page: Page) -> list[str]:
    """Return what axe finds in a page that runs scripts: rule, place, mend; colours in light and in dark."""
    shown, other = ("light", "dark") if _is(page, "light") else ("dark", "light")
    page.evaluate(AXE.read_text("utf-8"))
    page.emulate_media(color_scheme=other)
    found = [f"{other}: {line}" for line in _found(page, COLOURS)]
    page.emulate_media(color_scheme=shown)
    return [*found, *(f"{shown}: {line}" for line in _found(page, EVERYTHING))]


def _is(page: Page, scheme: str) -> bool:
    return page.evaluate(f"matchMedia('(prefers-color-scheme: {scheme})').matches")


def _found(page: Page, options: str) -> list[str]:
    told = page.evaluate(f"axe.run({options}).then(told => told.violations)")
    return [_told(rule, node) for rule in told for node in rule["nodes"]]


def _told(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return "\n    ".join([f"{rule['id']}: {rule['help']}", node["html"], *node["failureSummary"].splitlines()])


def overflow(page: Page) -> list[str]:
    """Return the elements that make a page scroll sideways."""
    return page.evaluate("""() => {
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return [];
        const wide = [...document.body.querySelectorAll("*")].filter(one => one.getBoundingClientRect().right > width);
        return wide.map(one => one.cloneNode().outerHTML);
    }""")


def cut(page: Page) -> list[str]:
    """Return the elements that cut their text where a reader asks for wider letters and lines (WCAG 1.4.12)."""
    return page.evaluate("""() => {
        const wider = new CSSStyleSheet(), before = [...document.adoptedStyleSheets];
        wider.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
        document.adoptedStyleSheets = [...before, wider];
        const told = one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        const hides = one => /hidden|clip/.test(getComputedStyle(one).overflow) && one.clientWidth > 2;
        const less = one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
        const found = [...document.body.querySelectorAll("*")].filter(one => told(one) && hides(one) && less(one));
        document.adoptedStyleSheets = before;
        return found.map(one => one.outerHTML.slice(0, 200));
    }""")


def walk(page: Page) -> list[str]:
    """Walk through a page with the Tab key; return each stop that does not show where one is."""
    page.evaluate("document.activeElement.blur()")
    found, seen = [], set()
    for _ in range(MANY):
        page.keyboard.press("Tab")
        place, faults = page.evaluate(_STOP)
        if place in seen or place < 0:
            break
        seen.add(place)
        found += faults
    return found


_STOP = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    if (one === document.body) return [-1, []];
    const faults = [], ring = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    if (!outlined && style.boxShadow === "none") faults.push("nothing shows that it has the focus");
    const at = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].map(([x, y]) =>
        document.elementFromPoint(box.left + x * box.width, box.top + y * box.height));
    if (!at.some(met => met && (one.contains(met) || met.contains(one) && met !== document.body &&
        met !== document.documentElement || met.closest("label")?.control === one))) faults.push("it is hidden");
    for (let about = one.parentElement; outlined && about !== document.body; about = about.parentElement) {
        if (getComputedStyle(about).overflow === "visible") continue;
        const room = about.getBoundingClientRect();
        const left = {left: box.left - room.left, right: room.right - box.right,
            top: box.top - room.top, bottom: room.bottom - box.bottom};
        if (Object.values(left).some(space => space >= -1 && space < ring - 1))
            faults.push("its ring is cut by " + about.cloneNode().outerHTML);
    }
    const place = [...document.querySelectorAll("*")].indexOf(one);
    return [place, faults.map(fault => fault + ": " + one.outerHTML.slice(0, 200))];
}"""
