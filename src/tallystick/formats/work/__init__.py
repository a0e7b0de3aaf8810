"""Timesheets, each in the format in which a program exports them."""
