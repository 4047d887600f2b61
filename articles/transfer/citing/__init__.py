"""What a printed article cites: the list of its sources, by their printed numbers, and the marks in its text."""
