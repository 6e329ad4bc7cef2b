"""People and openings from anyone's spreadsheet: the table in the file, what its columns hold, its rows as ours."""
