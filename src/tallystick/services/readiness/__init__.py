"""What a forum asks for, and how much of it a matter has at hand."""
