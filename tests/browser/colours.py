"""What a page tells by colour alone (RGAA 3.1, WCAG 1.4.1): each check returns what somebody who sees none would miss."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from playwright.sync_api import Page


class Tone(NamedTuple):
    """An element that stands in signal colours, or is of a kind of which others do; `tone` names them, "" for none."""

    kind: str
    words: str
    tone: str


def by_colour(page: Page) -> list[str]:
    """Return the links, states, faults of fields and tones that only a colour tells."""
    return [*page.evaluate(_LINKS), *page.evaluate(_STATES), *page.evaluate(_FIELDS), *told_by_tone(tones(page))]


def tones(page: Page) -> list[Tone]:
    """Return what stands in a signal colour of the style sheet, and what is like it and does not."""
    return [Tone(*one) for one in page.evaluate(_TONES)]


def told_by_tone(found: Iterable[Tone]) -> list[str]:
    """Return tones without words, and words that stand in more than one tone: it says what they do not."""
    seen = defaultdict(set)
    for kind, words, tone in found:
        seen[kind, words].add(tone)
    return [
        f"told by its colour alone: {kind} {words[:80]!r} in {sorted(in_tones)}"
        for (kind, words), in_tones in seen.items()
        if len(in_tones) > 1 or not (words or in_tones == {""})
    ]


_SHAPE = """
    const parts = [null, "::before", "::after"];
    const clear = colour => /^transparent$|, 0\\)$|\\/ 0\\)$/.test(colour);
    const edges = style => ["Top", "Right", "Bottom", "Left"].map(side => clear(style[`border${side}Color`]) ||
        style[`border${side}Style`] === "none" ? 0 : style[`border${side}Width`] + style[`border${side}Style`]);
    const plain = (one, part) => {
        const style = getComputedStyle(one, part);
        const outline = style.outlineStyle === "none" || clear(style.outlineColor) ? 0 : style.outlineWidth;
        return [style.content, style.display, style.visibility, style.fontWeight, style.fontStyle, style.fontSize,
            style.textDecorationLine, style.textDecorationStyle, outline, ...edges(style), style.listStyleType,
            style.strokeDasharray, style.strokeWidth, style.transform].join();
    };
    const shape = one => [one, ...one.querySelectorAll("*")].flatMap(each => parts.map(part => plain(each, part))).join();
    const told = one => one.outerHTML.slice(0, 160);
    const text = one => one.textContent.replace(/\\s+/g, " ").trim();
    const named = (one, by) => (one.getAttribute(by) ?? "").split(" ").map(id => document.getElementById(id));
    const words = all => all.filter(one => one).map(text).join(" ");
    const about = one => words([...one.labels ?? [], ...named(one, "aria-describedby")]);
"""

_LINKS = f"""() => {{ {_SHAPE}
    const inline = one => getComputedStyle(one).display.startsWith("inline");
    const around = one => {{ let block = one.parentElement; while (inline(block)) block = block.parentElement; return block; }};
    const bare = block => {{
        const copy = block.cloneNode(true);
        for (const one of copy.querySelectorAll("a[href], mark, button, select, .unseen")) one.remove();
        return /\\p{{L}}{{2}}/u.test(copy.textContent);
    }};
    const marked = one => {{
        const style = getComputedStyle(one), about = getComputedStyle(one.parentElement);
        return style.textDecorationLine.includes("underline") || edges(style).some(edge => edge) ||
            Math.abs(style.fontWeight - about.fontWeight) >= 200 || /["“▲▼→]/.test(getComputedStyle(one, "::before").content);
    }};
    const all = [...document.querySelectorAll("a[href], mark")].filter(one => one.checkVisibility() && text(one) && inline(one));
    return all.filter(one => bare(around(one)) && !marked(one)).map(one => "told by its colour alone in its text: " + told(one));
}}"""

_STATES = f"""() => {{ {_SHAPE}
    const states = ["aria-current", "aria-selected", "aria-pressed", "aria-checked", "aria-sort"];
    const faults = [];
    for (const state of states) for (const one of document.querySelectorAll(`[${{state}}]:not([${{state}}="false"])`)) {{
        if (!one.checkVisibility()) continue;
        const value = one.getAttribute(state), seen = shape(one);
        one.removeAttribute(state);
        if (shape(one) === seen) faults.push(`no shape tells ${{state}}: ${{told(one)}}`);
        one.setAttribute(state, value);
    }}
    return faults;
}}"""

_FIELDS = f"""() => {{ {_SHAPE}
    const asked = one => about(one) + words([one.closest("fieldset")?.querySelector("legend")]);
    const fields = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
    const silent = fields.filter(one => one.required && !/obligatoire|required/i.test(asked(one)));
    const wrong = [...document.querySelectorAll("[aria-invalid=true]")];
    return [...silent.map(one => "no word says that it is required: " + told(one)),
        ...wrong.filter(one => !words(named(one, "aria-describedby"))).map(one => "no word says what is wrong: " + told(one))];
}}"""

_TONES = f"""() => {{ {_SHAPE}
    const signals = new Map(), probe = document.body.appendChild(document.createElement("i"));
    for (const name of ["good", "warn", "bad", "info"]) for (const end of ["", "-tint"]) {{
        probe.style.color = `var(--${{name}}${{end}})`;
        signals.set(getComputedStyle(probe).color, name);
    }}
    probe.remove();
    const drawn = style => ["Top", "Right", "Bottom", "Left"].filter(side => parseFloat(style[`border${{side}}Width`]))
        .map(side => style[`border${{side}}Color`]);
    const paints = (one, part) => {{
        const style = getComputedStyle(one, part);
        if (part && /^(none|normal)$/.test(style.content)) return [];
        const about = getComputedStyle(part ? one : one.parentElement);
        const ink = style.color === about.color ? [] : [style.color];
        return [...ink, style.backgroundColor, ...drawn(style), ...one.closest("svg") ? [style.fill, style.stroke] : []];
    }};
    const tone = one => [...new Set(parts.flatMap(part => paints(one, part)).map(paint => signals.get(paint)))]
        .filter(name => name).sort().join();
    const said = one => {{
        const whole = one.closest("svg")?.closest("figure, li, p, div, td") ?? one;
        return whole.matches("input, select, textarea") ? about(whole) : whole.getAttribute("aria-label") ?? text(whole);
    }};
    const kind = (one, classes) => [one.parentElement.localName, ">", one.localName, ...classes.sort()].join(" ");
    const all = [...document.body.querySelectorAll("*:not(option, script, template, template *)")];
    const toned = new Map(all.map(one => [one, tone(one)]));
    const lasting = one => [...one.classList].filter((name, n, all) => {{
        if (n === 0 && all.length > 1) return true;
        one.classList.remove(name);
        const lasts = tone(one) === toned.get(one);
        one.classList.add(name);
        return lasts;
    }});
    const kinds = new Map(all.filter(one => toned.get(one)).map(one => [one, kind(one, lasting(one))]));
    const known = new Set(kinds.values());
    return all.map(one => [kinds.get(one) ?? kind(one, [...one.classList]), said(one), toned.get(one)])
        .filter(([kind]) => known.has(kind));
}}"""
