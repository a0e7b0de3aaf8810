"""The first page: what the bundle is, before whom, of whom, for whom."""

from __future__ import annotations

from tallystick.bundle.sheet import Told


def cover(told: Told) -> str:
    """The cover as Typst markup."""
    front = told.front
    rows = [
        (told.label("forum"), front.forum), (told.label("case"), front.case_number), *front.parties,
        (told.label("submitter"), front.submitter),
        (told.label("submitted"), front.day.isoformat() if front.day else ""),
        (told.label("exhibits_all"), str(len(told.exhibits))), (told.label("pages_all"), told.pages or "0000"),
        (told.label("copies"), str(front.copies)), (told.label("copy_for"), front.copy_for),
    ]  # fmt: skip
    cells = "".join(f"({told.line(name)}, {told.passage(value)}), " for name, value in rows if value)
    notice = f"#remark({told.passage(front.notice)})" if front.notice else ""
    heading = f"#v(18%)\n#title-block({told.line(front.title)}, {told.line(told.label('cover'))})"
    return f"{heading}\n#facts({cells})\n#v(1em)\n{notice}\n"
