"""Backup files: how they are sealed, and the folder that keeps thirty days of them."""
