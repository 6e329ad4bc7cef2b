"""The shell around every request: names, limits, headers, what is counted and written down. Plain ASGI, no database."""
