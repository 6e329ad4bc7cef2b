"""One verb per question that a user asks; no SQL and no HTTP here."""
