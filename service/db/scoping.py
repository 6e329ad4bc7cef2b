"""What a reach means in a query: conditions on the tables, so that what is out of reach is never read."""
