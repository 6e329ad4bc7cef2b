"""CVs that have parts (JSON Resume, Europass): each value is read with its place, and personal ones are left out."""
