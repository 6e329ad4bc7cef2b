"""The pages that a browser shows, with nothing from elsewhere."""
