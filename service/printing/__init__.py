"""What a meetup prints and sends: tables, calendars and sheets of paper, all from one plan."""
