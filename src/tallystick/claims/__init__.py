"""What is owed, what it costs to get it, and what to do next: pure calculations over claims and rules."""
