"""What a text names: one kind of thing a module, `scan` asks them all."""
