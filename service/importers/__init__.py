"""Files in: parsing hands back good rows and numbered problems; it never stops at a bad line."""
