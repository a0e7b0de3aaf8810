"""The statement of completeness: how many items were sealed, how many are inside, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterable

from tallystick.bundle.markup import quoted
from tallystick.bundle.sheet import Told
from tallystick.model.bundle import Completeness


def completeness_page(told: Told) -> str:
    """The statement as Typst markup; it says so itself where its counts do not add up."""
    heading = f"#title-block({quoted(told.label('completeness'))})\n"
    found = told.front.completeness
    return heading + (_stated(told, found) if found else f"{told.passage(told.label('none'))}\n")


def _stated(told: Told, found: Completeness) -> str:
    period = " – ".join(each.isoformat() if each else "…" for each in (found.begins, found.ends))
    left_over = found.sealed - found.inside - sum(count for _, count in found.left_out)
    sums = told.label("unaccounted", count=left_over) if left_over else told.label("accounted")
    return "\n".join([
        _facts(told, [(told.label("period"), period), (told.label("threads"), "\n".join(found.threads)),
                      (told.label("sealed"), str(found.sealed)), (told.label("inside"), str(found.inside))]),
        f"#minor({quoted(told.label('left_out'))})", _counted(told, found.left_out),
        f"#minor({quoted(told.label('missing'))})", _counted(told, found.missing),
        f"#remark({told.line(sums)})\n",
    ])  # fmt: skip


def _counted(told: Told, rows: tuple[tuple[str, int], ...]) -> str:
    if not rows:
        return f"#said({told.line(told.label('none'))})"
    cells = "".join(f"{told.line(why)}, [{count}], " for why, count in rows)
    return f"#table(columns: (1fr, 24mm), {cells})"


def _facts(told: Told, rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(f"({told.line(name)}, {told.passage(value)}), " for name, value in rows if value)
    return f"#facts({cells})"
