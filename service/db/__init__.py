"""Everything that is kept, one file per subject: its tables, then its queries. The only place with SQL."""
