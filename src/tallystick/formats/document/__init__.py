"""Documents, pictures and recordings: what each says, what it says of itself, and what stands hidden in it."""
