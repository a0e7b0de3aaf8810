"""Whose words stand where in a plain text."""

# ruff: noqa: E501 (each case on a line of its own)
from __future__ import annotations

import pytest

from tallystick.language.zones import zones
from tallystick.model.zone import Zone, ZoneKind


def said(text: str, kind: ZoneKind) -> str:
    return "".join(text[zone.start : zone.end] for zone in zones(text) if zone.kind is kind).strip()


def first(text: str, kind: ZoneKind) -> Zone:
    return next(zone for zone in zones(text) if zone.kind is kind)


ATTRIBUTIONS = [
    ("On Mon, Apr 2, 2012 at 6:26 PM, Ann Lee <ann@example.com> wrote:", "Ann Lee <ann@example.com>", "Mon, Apr 2, 2012 at 6:26 PM"),
    ("On Mon, Apr 2, 2012 at 6:26 PM, Ann Lee\n<ann@example.com> wrote:", "Ann Lee <ann@example.com>", "Mon, Apr 2, 2012 at 6:26 PM"),
    ("On Mon, Apr 2, 2012 at 6:26 PM,\nAnn Lee <\nann@example.com> wrote:", "Ann Lee <ann@example.com>", "Mon, Apr 2, 2012 at 6:26 PM"),
    ("Am 03.04.2012 um 16:19 schrieb Jan Kern <jan@example.de>:", "Jan Kern <jan@example.de>", "03.04.2012 um 16:19"),
    ("Le 3 avr. 2012 à 16:19, Luc Roy <luc@example.fr> a écrit :", "Luc Roy <luc@example.fr>", "3 avr. 2012 à 16:19"),
    ("在 2021年3月11日，19:05，张三 <zhang@example.cn> 写道：", "张三 <zhang@example.cn>", "2021年3月11日，19:05"),
    ("在2026年8月29日 10:00，李雷 写道：", "李雷", "2026年8月29日 10:00"),
    ("张三 <zhang@example.cn> 于2020年3月1日周日 下午2:14写道：", "张三 <zhang@example.cn>", "2020年3月1日周日 下午2:14"),
    ("張三 <zhang@example.tw> 於 2020年3月1日 週日 下午2:14 寫道：", "張三 <zhang@example.tw>", "2020年3月1日 週日 下午2:14"),
    ("02.04.2012 14:20, Олег Юрьев пишет:", "Олег Юрьев", "02.04.2012 14:20"),
    ('02.04.2012 14:20 пользователь "Олег" <\noleg@example.ru> написал:', '"Олег" <oleg@example.ru>', "02.04.2012 14:20"),
    ('26.06.2014, 14:41, "Олег" <oleg@example.ru>:', '"Олег" <oleg@example.ru>', "26.06.2014, 14:41"),
    ("чт, 26 июн. 2014 г. в 14:14, Ольга <olga@example.ru>:", "Ольга <olga@example.ru>", "чт, 26 июн. 2014 г. в 14:14"),
    ("Четверг, 26 июня 2014, 14:00 +0400 от Ольга <olga@example.ru>:", "Ольга <olga@example.ru>", "Четверг, 26 июня 2014, 14:00 +0400"),
    ("--- On Wed, 4/4/12, ann@example.com <ann@example.com> wrote:", "ann@example.com <ann@example.com>", "Wed, 4/4/12"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "author", "stated"), ATTRIBUTIONS)
@pytest.mark.parametrize("sign", ["> ", ""])
def test_an_attribution_names_author_and_time(line: str, author: str, stated: str, sign: str) -> None:
    """Who wrote and when is read from the line, and what follows is quoted, with signs or without."""
    text = f"Yes, agreed.\n\n{line}\n\n{sign}Do you agree?\n"
    found = first(text, ZoneKind.QUOTED)
    assert (found.author, found.stated, found.depth) == (author, stated, 1)
    assert said(text, ZoneKind.OWN) == "Yes, agreed."
    assert said(text, ZoneKind.ATTRIBUTION) == line


BLOCKS = [
    "From: Ann <ann@example.com>\nSent: Monday, 2 April 2012 17:44\nTo: Bob\nSubject: Test",
    "-----Original Message-----\nFrom: Ann <ann@example.com>\nSent: Monday, 2 April 2012 17:44",
    "________________________________\nFrom: Ann <ann@example.com>\nSent: Monday, 2 April 2012 17:44\nTo: Bob\nSubject: Test",
    "Von: Ann <ann@example.com>\nGesendet: Monday, 2 April 2012 17:44\nAn: Bob\nBetreff: Test",
    "De : Ann <ann@example.com>\nEnvoyé : Monday, 2 April 2012 17:44\nÀ : Bob\nObjet : Test",
    "*From:* Ann <ann@example.com>\n*Sent:* Monday, 2 April 2012 17:44\n*To:* Bob\n*Subject:* Test",
    "-----原始邮件-----\n发件人: Ann <ann@example.com>\n发送时间: Monday, 2 April 2012 17:44\n收件人: Bob\n主题: Test",
    "------------------ 原始邮件 ------------------\n发件人: Ann <ann@example.com>\n发送时间: Monday, 2 April 2012 17:44",
    "发 件 人：Ann <ann@example.com>\n发送时间：Monday, 2 April 2012 17:44\n收件人：Bob\n主题：Test",
    "寄件者: Ann <ann@example.com>\n寄件日期: Monday, 2 April 2012 17:44\n收件者: Bob\n主旨: Test",
    "От: Ann <ann@example.com>\nОтправлено: Monday, 2 April 2012 17:44\nКому: Bob\nТема: Test",
    "Subject: Test\nFrom: Ann <ann@example.com>\nTo: Bob\nDate: Monday, 2 April 2012 17:44",
]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_header_block_opens_a_quotation(block: str) -> None:
    """The block of a mail program names the author and the time, and everything below it is quoted."""
    text = f"Yes, agreed.\n\n{block}\n\nDo you agree?\n"
    found = first(text, ZoneKind.QUOTED)
    assert (found.author, found.stated) == ("Ann <ann@example.com>", "Monday, 2 April 2012 17:44")
    assert said(text, ZoneKind.OWN) == "Yes, agreed."
    assert said(text, ZoneKind.QUOTED) == "Do you agree?"


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------\nFrom: Ann <a@example.com>\nDate: Mon, Apr 2, 2012\nSubject: x\nTo: Bob",
        "Begin forwarded message:\n\nFrom: Ann <a@example.com>\nSubject: x\nDate: 2 April 2012\nTo: Bob",
        "-------- Пересылаемое сообщение --------\nОт: Ann <a@example.com>\nДата: 2.4.2012",
        "-------- Weitergeleitete Nachricht --------\nBetreff: x\nDatum: 2.4.2012\nVon: Ann <a@example.com>\nAn: Bob",
        "---------- 转发邮件 ----------\n发件人：Ann <a@example.com>\n日期：2012年4月2日",
    ],
)
def test_a_forwarded_message_is_told_from_a_quoted_one(mark: str) -> None:
    """What somebody passes on is forwarded, with its author."""
    text = f"For your information.\n\n{mark}\n\nWe cannot deliver.\n"
    found = first(text, ZoneKind.FORWARDED)
    assert "Ann" in found.author
    assert said(text, ZoneKind.FORWARDED) == "We cannot deliver."
    assert said(text, ZoneKind.OWN) == "For your information."


def test_words_after_the_end_of_a_forwarded_message_are_own() -> None:
    """Yandex marks where a forwarded message ends."""
    text = "-------- Пересылаемое сообщение --------\nОт: A\n\nТекст\n-------- Конец пересылаемого сообщения --------\nМоё.\n"
    assert said(text, ZoneKind.OWN) == "Моё."


def test_answers_between_quotations_are_own() -> None:
    """Words written into a quotation belong to the one who answers."""
    text = "On 2 May 2024 at 10:00, Ann wrote:\n> Price?\n\n12 USD.\n\n> Delivery?\nIn May.\n> > old\n> Payment?\n\nIn advance.\n"
    assert said(text, ZoneKind.OWN).split("\n\n")[0] == "12 USD."
    assert "In May." in said(text, ZoneKind.OWN)
    assert "In advance." in said(text, ZoneKind.OWN)
    assert "Delivery" not in said(text, ZoneKind.OWN)


def test_depth_counts_the_quotations_around() -> None:
    """A quotation in a quotation is deeper, and has its own author."""
    text = "Yes.\n\nOn 3 May 2024 at 11:00, Ann wrote:\n> No.\n> On 2 May 2024 at 10:00, Bob wrote:\n> > Perhaps?\n"
    found = [(zone.depth, zone.author) for zone in zones(text) if zone.kind is ZoneKind.QUOTED]
    assert found == [(1, "Ann"), (2, "Bob")]


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnn Lee\nSales",
        "Best regards,\nAnn Lee",
        "Ann Lee\nSales Manager\nTel: +49 30 1234567",
        "Sent from my iPhone",
        "发自我的iPhone",
        "Отправлено с iPhone",
        "Von meinem iPhone gesendet",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "С уважением,\nОльга Петрова",
        "Mit freundlichen Grüßen\nJan Kern",
        "此致\n敬礼\n张三",
        "顺祝商祺！\n张三",
        "张三\n销售经理\n电话：13800138000",
        "Thank you,\nNoam",
    ],
)
@pytest.mark.parametrize("below", ["", "\n\nOn 2 May 2024 at 10:00, Ann wrote:\n> Price?\n"])
def test_a_signature_is_told_from_words(signature: str, below: str) -> None:
    """A delimiter, a closing formula, a phone's line or a block of contacts ends the sender's own words."""
    text = f"Hello,\n\nthe goods are ready for shipment as we agreed.\n\n{signature}{below}"
    assert said(text, ZoneKind.SIGNATURE) == signature
    assert said(text, ZoneKind.OWN).endswith("as we agreed.")


@pytest.mark.parametrize(
    "notice",
    [
        "This e-mail and any attachments are confidential and intended solely for the addressee.",
        "CONFIDENTIALITY NOTICE: this message may contain privileged information.",
        "本邮件及其附件含有保密信息，仅限于发送给上面地址中列出的个人。",
        "Настоящее сообщение содержит конфиденциальную информацию.",
        "Diese E-Mail enthält vertrauliche Informationen.",
    ],
)
def test_a_legal_notice_is_told_from_the_signature(notice: str) -> None:
    """A confidentiality notice below the signature is a zone of its own."""
    text = f"The goods are ready.\n\nBest regards,\nAnn Lee\n\n{notice}\n"
    assert said(text, ZoneKind.DISCLAIMER) == notice
    assert said(text, ZoneKind.SIGNATURE) == "Best regards,\nAnn Lee"


@pytest.mark.parametrize(
    "text",
    [
        "From: Shanghai\nTo: Hamburg\n\nPlease quote.",
        "发件人：张三\n收件人：李四\n请寄到仓库。",
        "On 5 May Mr Li wrote:\n\nnothing useful, as you know.",
        "He wrote:\n\nwe accept.",
        "Please confirm:\n- 200 pcs\n- 300 pcs",
        "Price: 12 USD\nDate: 5 May\nSubject: to change",
        "We keep this confidential.",
        "Thank you very much for your order, it is in production.",
        "a > b and c",
        "谢谢",
    ],
)
def test_ordinary_words_stay_own(text: str) -> None:
    """A route, a parcel label, a report of what another wrote or a list is not a quotation."""
    assert [zone.kind for zone in zones(text)] == [ZoneKind.OWN]


def test_a_blank_text_gives_way_to_that_of_the_html() -> None:
    """Where only HTML was sent its text is zoned."""
    assert zones(" \n", "Hello\n")[0].end == len("Hello\n")
    assert zones("") == ()


def test_a_subject_that_goes_on_below_belongs_to_the_block() -> None:
    """A long header wrapped onto a second line does not begin the quotation, so that answers below stay own."""
    head = "From: Ann <a@example.com>\nSent: Monday\nTo: Bob\nSubject: Re: Using a normal disk of the usual size with a Latitude"
    assert said(f"{head}\nlaptop\n\n> Does it fit?\n\nIt does.\n", ZoneKind.OWN) == "It does."
