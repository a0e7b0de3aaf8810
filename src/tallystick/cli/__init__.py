"""The command line: `tally`."""

from tallystick.cli.main import main, tally

__all__ = ["main", "tally"]
