"""Saved pages: what was seen, where, when and by whom."""
