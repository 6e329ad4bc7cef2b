"""Offline: reads exported files, calls the engine's own scorers, measures and learns numbers."""
