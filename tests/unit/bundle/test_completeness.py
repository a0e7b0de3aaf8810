"""The statement of completeness."""

from __future__ import annotations

from datetime import date

from tallystick.bundle.completeness import Counted, completeness_csv, coverage, statement


def counted(thread: str, day: int, outside: str = "") -> Counted:
    return Counted(thread=thread, day=date(2026, 3, day) if day else None, outside=outside)


MESSAGES = [counted("chat", 2), counted("chat", 1, "settlement"), counted("mail", 5), counted("chat", 0, "copy")]


def test_sealed_is_inside_plus_outside() -> None:
    """Of each thread the sums agree, and its period runs from the first to the last message that has a day."""
    chat, mail = coverage(MESSAGES)
    assert (chat.sealed, chat.inside, chat.outside) == (3, 1, (("copy", 1), ("settlement", 1)))
    assert (chat.first, chat.last) == (date(2026, 3, 1), date(2026, 3, 2))
    assert (mail.sealed, mail.inside, mail.outside) == (1, 1, ())


def test_all_threads_together_are_said_in_words() -> None:
    """The pages' statement adds the threads up and says why in the language of the bundle."""
    said = statement(coverage(MESSAGES), "zh")
    assert (said.sealed, said.inside) == (4, 2)
    assert dict(said.left_out)["为和解所作"] == 1
    assert said.threads == ("chat", "mail")


def test_nothing_is_complete_too() -> None:
    """Without messages there are no lines and no period."""
    assert statement((), "en").begins is None
    assert completeness_csv((), "en").count(b"\r\n") == 1
