"""WeChat's numbers, labels and XML."""

from __future__ import annotations

import pytest

from tallystick.formats.chat.wechat_types import labelled, spoken, tells_recall
from tallystick.formats.chat.wechat_xml import opened


def app(kind: int, inside: str = "", title: str = "title") -> str:
    return f"<msg><appmsg><title>{title}</title><des>about</des><type>{kind}</type>{inside}</appmsg></msg>"


def paid(state: str, memo: str = "") -> str:
    return app(
        2000,
        f"<wcpayinfo><paysubtype>{state}</paysubtype><feedesc>￥5.00</feedesc><pay_memo>{memo}</pay_memo></wcpayinfo>",
    )


@pytest.mark.parametrize(
    ("code", "kind", "media"),
    [(1, "text", ""), (3, "media", "image"), (34, "media", "audio"), (42, "card", "contact"), (43, "media", "video"),
     (47, "media", "sticker"), (48, "media", "location"), (50, "call", ""), (10000, "system", ""), (777, "text", "")],
)  # fmt: skip
def test_numbers_tell_the_kind(code: int, kind: str, media: str) -> None:
    """Each of WeChat's numbers is what it means."""
    told = spoken(code, 0, "words")
    assert (told.kind, told.media[0].kind if told.media else "") == (kind, media)


@pytest.mark.parametrize(
    ("sub", "kind"),
    [(5, "card"), (6, "media"), (19, "card"), (33, "card"), (36, "card"), (57, "text"), (62, "system"),
     (2000, "transfer"), (2001, "transfer"), (999, "card")],
)  # fmt: skip
def test_sub_types_stand_beside_or_above_the_number(sub: int, kind: str) -> None:
    """WeChat 4 puts the sub type into the upper half of the number."""
    assert spoken(49, sub, "").kind == kind
    assert spoken(sub << 32 | 49, 0, "").kind == kind


@pytest.mark.parametrize(
    ("state", "words"),
    [("1", "offered"), ("7", "offered"), ("3", "received"), ("5", "received"), ("4", "returned"), ("8", "state 8")],
)
def test_a_transfer_tells_its_sum_and_state(state: str, words: str) -> None:
    """Money that was sent, taken or sent back is told apart."""
    assert spoken(49, 2000, paid(state)).text == f"transfer of ￥5.00: {words}"
    assert spoken(49, 2000, paid(state, "deposit")).text == f"transfer of ￥5.00: {words}; deposit"
    assert spoken(49, 2000, app(2000)).text == "transfer of a sum not stated: state "


def test_cards_links_and_packets() -> None:
    """A link has its words and its address without secrets, a packet its wish."""
    link = spoken(49, 5, app(5, "<url>https://a.example/?key=abc</url>"))
    assert (link.text, link.media[0].link) == ("title\nabout", "https://a.example/?key=[hidden]")
    packet = app(2001, "<wcpayinfo><sendertitle>恭喜发财</sendertitle></wcpayinfo>")
    assert (spoken(49, 2001, packet).text, spoken(49, 2001, app(2001)).text) == ("恭喜发财", "title")
    assert spoken(49, 6, app(6, title="")).media[0].status == "omitted"
    assert spoken(49, 57, app(57)).quoted is None


def test_a_quoted_file_is_named() -> None:
    """What is quoted can itself be XML; its depth is bounded."""
    inner = "&lt;msg&gt;&lt;img length='5'/&gt;&lt;/msg&gt;"
    refer = f"<refermsg><svrid>9</svrid><displayname>Lin</displayname><content>{inner}</content></refermsg>"
    told = spoken(49, 57, app(57, refer, "yes"))
    assert (told.text, told.quoted, told.reply_to) == ("yes", ("Lin", "[image]", "9"), "9")
    assert opened(app(57, refer), depth=3).quoted == ("Lin", "<msg><img length='5'/></msg>", "9")


@pytest.mark.parametrize(
    ("xml", "text", "media"),
    [
        ('<msg><voicemsg voicelength="3000" length="99"/></msg>', "", "audio"),
        ('<msg><videomsg length="99"/></msg>', "", "video"),
        ('<msg><emoji md5="x" len="9"/></msg>', "", "sticker"),
        ('<msg><location x="1" y="2" label="Ningbo" poiname="Port"/></msg>', "Port, Ningbo, 1, 2", "location"),
        ('<msg nickname="Lin" username="wxid_1" alias="lin88"/>', "Lin lin88", "contact"),
        ("<voipmsg type='x'><msg>通话时长 01:23</msg></voipmsg>", "通话时长 01:23", ""),
    ],
)
def test_xml_tells_files_places_cards_and_calls(xml: str, text: str, media: str) -> None:
    """What the XML holds is told; a bare file has no words."""
    parcel = opened(xml)
    assert (parcel.text, parcel.media[0].kind if parcel.media else "") == (text, media)


@pytest.mark.parametrize(
    "content", ["words", "<b>bold</b>", "", "<msg", "<!DOCTYPE a>", "<sysmsg><!ENTITY a 'b'></sysmsg>"]
)
def test_other_content_is_left_as_it_is(content: str) -> None:
    """Words are words, also those with brackets."""
    assert opened(content).text in ("", content)
    assert spoken(1, 0, content).kind == "text"


def test_a_group_message_names_its_sender_first() -> None:
    """The id before the words is taken off; a first line that is no id stays."""
    assert spoken(1, 0, "wxid_lin:\nwords")[1:2] == ("words",)
    assert spoken(1, 0, "wxid_lin:\nwords").sender_id == "wxid_lin"
    assert spoken(1, 0, "价格 如下:\n4.20").text == "价格 如下:\n4.20"


@pytest.mark.parametrize(
    ("label", "kind"),
    [("文本消息", "text"), ("图片", "media"), ("转账卡片", "transfer"), ("系统消息", "system"), ("语音通话", "call"),
     ("名片消息", "card"), ("未知类型(99)", "text")],
)  # fmt: skip
def test_labels_tell_the_kind(label: str, kind: str) -> None:
    """With "消息" behind it or not; an unknown label is text, unless XML says more."""
    assert labelled(label, "words").kind == kind
    assert labelled("未知类型", app(2000)).kind == "transfer"


@pytest.mark.parametrize(
    "said", ['"林伟" 撤回了一条消息', "你撤回了一條訊息", '"Lin" has recalled a message', "Вы отозвали сообщение"]
)
def test_recalls_are_known_in_several_languages(said: str) -> None:
    """The system line of a recall says so."""
    assert tells_recall(said)
    assert not tells_recall("你邀请了张三加入群聊")


@pytest.mark.parametrize("is_text", [True, False])
def test_a_chat_sent_on_shows_its_messages(is_text: bool) -> None:
    """Each of its messages is a line with who and when, whether the list stands as XML or as text that is XML."""
    items = (
        '<dataitem datatype="1"><datadesc>4.20 USD</datadesc><sourcename>Lin</sourcename>'
        "<sourcetime>2026-1-5 08:00</sourcetime></dataitem>"
        '<dataitem datatype="8"><datatitle>PI.pdf</datatitle><sourcename>Ann</sourcename></dataitem>'
        '<dataitem datatype="2"/>'
    )
    record = f"<recordinfo><datalist>{items}</datalist></recordinfo>"
    told = spoken(49, 19, app(19, f"<recorditem>{f'<![CDATA[{record}]]>' if is_text else record}</recorditem>"))
    assert (told.kind, told.marks) == ("card", ("forwarded",))
    assert told.text == "title\nLin 2026-1-5 08:00: 4.20 USD\nAnn: PI.pdf\n: [type 2]"


@pytest.mark.parametrize("inside", ["", "<recorditem/>", "<recorditem>no xml</recorditem>"])
def test_a_chat_sent_on_without_its_list_shows_what_it_says_of_itself(inside: str) -> None:
    """The few words below its title are all that is known."""
    assert spoken(49, 19, app(19, inside)).text == "title\nabout"
