"""The chat that WeChat mails as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import wechat_mail
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "wechat-mail"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert wechat_mail.recognises(Head.of(original, name))
    (found,) = wechat_mail.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_messages_have_their_day_and_no_zone() -> None:
    """Each message takes the day above it, and no zone is claimed for it."""
    (chat,) = reading("selection.txt").chats
    moments = [message.moment for message in chat.messages]
    assert [str(moment and moment.utc)[:16] for moment in moments] == [
        "2025-12-17 17:34", "2025-12-17 17:35", "2025-12-17 17:36", "2025-12-18 09:02", "2025-12-18 09:05",
    ]  # fmt: skip
    assert {moment and (moment.offset_minutes, moment.source) for moment in moments} == {(None, "export")}
    assert (chat.platform, chat.title, chat.kind) == ("wechat", "林伟, Marta Kowalska", "private")
    assert [person.name for person in chat.participants] == ["林伟", "Marta Kowalska"]


def test_a_message_keeps_its_lines() -> None:
    """What stands below a name until the next one is one message."""
    (chat,) = reading("selection.txt").chats
    assert chat.messages[0].text == "合同已经盖章，请查收。\n交货期 25 天"


def test_a_file_is_named_as_the_attachment_of_the_mail() -> None:
    """A placeholder gives the name of the attachment; one without a name says that the file is left out."""
    (chat,) = reading("selection.txt").chats
    media = [message.media[0] for message in chat.messages if message.media]
    assert [(one.kind, one.status, one.name) for one in media] == [
        ("image", "named", "8b0abeb1ccf49ed225b85b4c96a35d98.jpg"),
        ("document", "named", "PI-2025-118.pdf"),
        ("audio", "omitted", ""),
    ]


def test_a_line_that_looks_like_a_message_is_said_to_be_doubtful() -> None:
    """Where messages stand apart by blank lines, a name and a time within the words remain words."""
    found = reading("selection.txt")
    assert codes(found) == [("line-like-a-message", "line 29")]
    assert "see bank slip  08:15" in found.chats[0].messages[3].text


def test_lines_without_blank_ones_between_are_read_too() -> None:
    """Mail programs take the blank lines away; a group is known by its title."""
    (chat,) = reading("compact-group.txt").chats
    assert [(message.sender, message.text) for message in chat.messages[1:]] == [("小红", "货已经装柜"), ("老周", "OK")]
    assert (chat.title, chat.kind) == ("华东客户群", "group")


def test_impossible_times_and_stray_lines_are_problems() -> None:
    """A day that does not exist gives a message without a time, a line of nobody a problem."""
    found = reading("damaged.txt")
    assert codes(found) == [
        ("line-not-understood", "line 5"), ("bad-time", "line 7"), ("bad-time", "line 9"), ("bad-time", "line 11"),
    ]  # fmt: skip
    assert [message.moment is None for message in found.chats[0].messages] == [True, True, True, False]


@pytest.mark.parametrize("text", ["", "—————  2025-12-17  —————\n\nwords", "2025-12-17\n林伟  17:34\nwords"])
def test_other_text_is_not_claimed(text: str) -> None:
    """A day line without a message, or messages without a day line, are something else."""
    assert not wechat_mail.recognises(Head.of(text.encode()))
    with pytest.raises(NotThisFormat):
        list(wechat_mail.read(text.encode()))


@pytest.mark.parametrize(
    ("line", "title", "kind"),
    [
        ("以下是 Ann 與 Bob 在微信上的聊天記錄如下", "以下是 Ann, Bob", "private"),
        ('微信群"出口"的聊天记录如下:', "出口", "group"),
        ("The chat history between Ann and Bob on WeChat", "Ann, Bob", "private"),
        ("Greetings", "", ""),
    ],
)
def test_titles_of_several_languages_are_read(line: str, title: str, kind: str) -> None:
    """The sentence above the days names the people or the group."""
    text = f"{line}\n—————  2025-12-17  —————\n\nAnn  17:34\n\nhi\n"
    (found,) = wechat_mail.read(text.encode())
    assert (found.chats[0].title, found.chats[0].kind) == (title, kind)


def test_text_made_from_a_mail_in_html_is_read() -> None:
    """There one space, or one that does not break, stands between name and time."""
    text = "Ann 和 Bob 在微信上的聊天记录如下，请查收。\n————— 2025-12-17 —————\n\n"
    text += "Ann Lee 17:34\n\nhi\n\nBob\xa017:35\n\nyes\n"
    assert wechat_mail.recognises(Head.of(text.encode()))
    (found,) = wechat_mail.read(text.encode())
    assert [(message.sender, message.text) for message in found.chats[0].messages] == [
        ("Ann Lee", "hi"),
        ("Bob", "yes"),
    ]
    assert found.counts[0].unbalanced == 0


def test_a_title_is_sought_near_the_beginning_only() -> None:
    """Far down, above a late first day, nothing is taken for a title."""
    text = "remark\n" * 50 + "Ann 和 Bob 在微信上的聊天记录如下\n—————  2025-12-17  —————\n\nAnn  17:34\n\nhi\n"
    (found,) = wechat_mail.read(text.encode())
    assert (found.chats[0].title, found.counts[0].unbalanced) == ("", 0)
