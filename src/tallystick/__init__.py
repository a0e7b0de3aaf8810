"""Tallystick keeps every word of a trade relationship as evidence that a stranger can check."""

__version__ = "0.1.0"
__all__ = ["__version__"]
