"""The log of what stays out, and tables in general."""

from __future__ import annotations

import csv
import io

import pytest

from tallystick.bundle.withheld import Withheld, table_csv, withheld_csv


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(cell: str) -> None:
    """What begins like a formula begins with an apostrophe."""
    ((_heading,), (value,)) = csv.reader(io.StringIO(table_csv(["a"], [[cell]]).decode("utf-8-sig")))
    assert value.startswith("'")


def test_a_cell_is_one_line() -> None:
    """Line ends and control characters of a message open no new row."""
    content = table_csv(["a"], [['x"\r\ny\x00\x1b[0m', "z"]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content))) == [["a"], ['x" y [0m', "z"]]


def test_the_log_says_nothing_of_the_words() -> None:
    """Time, kind, sender, item and ground stand there; an item without time has none."""
    each = Withheld(ident="ab", kind="mail", at=None, sender="Anna", reason="privileged", why="w")
    rows = list(csv.reader(io.StringIO(withheld_csv([each]).decode("utf-8-sig"))))
    assert rows == [["time", "kind", "from", "item", "reason", "why"], ["", "mail", "Anna", "ab", "privileged", "w"]]
