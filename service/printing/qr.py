"""QR codes as pictures that paper shows."""

import io

import segno

_MOST = 1000  # bytes; more makes squares too small for a badge
_MASK = 3  # readers take any of the eight; to compare them all takes five times as long as the rest


def code_of(text: str) -> str:
    """Return the SVG of a code that any telephone reads as this text; a long text is cut to what a code holds."""
    kept = text.encode()[:_MOST].decode("utf-8", "ignore")
    out = io.BytesIO()
    segno.make(kept, error="m", micro=False, mask=_MASK, encoding="utf-8").save(out, kind="svg", border=2)
    return out.getvalue().decode()
