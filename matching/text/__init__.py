"""French (and English) words into occupations, skills and facts: titles, ads, CVs and any list of labels."""
