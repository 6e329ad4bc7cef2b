"""Assignment: who with whom when seats are counted, exact, with prices that prove it."""
