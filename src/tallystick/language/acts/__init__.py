"""What a message does: a promise, an objection, a demand. Each language's rules are a table, one machine reads them."""

from tallystick.language.acts.find import acts

__all__ = ["acts"]
