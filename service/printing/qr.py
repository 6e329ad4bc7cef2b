"""QR codes as pictures that paper shows."""

import io

import segno

_MOST = 1000  # bytes; more makes squares too small for a badge


def code_of(text: str) -> str:
    """Return the SVG of a code that any telephone reads as this text; a long text is cut to what a code holds."""
    kept = text.encode()[:_MOST].decode("utf-8", "ignore")
    out = io.BytesIO()
    segno.make(kept, error="m", micro=False, encoding="utf-8").save(out, kind="svg", border=2)
    return out.getvalue().decode()
