"""The chats of the deal: Darya's Telegram with the client, her WhatsApp with his office manager, one screenshot."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

MOSCOW = timezone(timedelta(hours=3))
NOT_INCLUDED = "(File not included. Change data exporting settings to download.)"


@dataclass(frozen=True, slots=True)
class Said:
    """One message: `kind` is text, photo, voice, file or call, `at` is the time on Darya's phone (Moscow)."""

    at: str
    sender: str
    text: str = ""
    kind: str = "text"
    answers: int = 0
    number: int = 0


KRUPIN, DARYA = "Вадим Крупин", "Дарья Кольцова"
# Numbers that are lacking belong to messages that were deleted on both sides.
TELEGRAM = (
    Said("2025-10-15 20:02:11", KRUPIN, "Дарья это Вадим, тут удобнее чем в почте)", number=1841),
    Said("2025-10-15 20:05:40", DARYA,
         "Вадим, здравствуйте! Тут можно про «во сколько созвон». Правки и деньги, "
         "пожалуйста, в почту.", number=1842),
    Said("2025-10-20 23:14:02", KRUPIN, "", "voice", number=1843),
    Said("2025-10-20 23:24:37", KRUPIN, "", "voice", number=1844),
    Said("2025-10-21 09:03:15", DARYA, "Вадим, послушаю и выпишу в письмо то, что поняла.", number=1845),
    Said("2025-10-27 07:40:20", KRUPIN, "смотри какая Ё", "photo", number=1846),
    Said("2025-10-30 18:31:09", KRUPIN,
         "Дарья четвёртый круг по Ё оплачу отдельно, 15 тыс, не вопрос. Делайте", number=1847),
    Said("2025-10-30 18:40:52", DARYA,
         "Напишите это, пожалуйста, письмом, п. 6.1. Без письма не начислим.", number=1848),
    Said("2025-10-30 18:41:30", KRUPIN, "да чего писать то, слово даю", answers=1848, number=1849),
    Said("2025-11-14 16:53:10", KRUPIN, "СРОЧНО почту гляньте", number=1850),
    Said("2025-11-28 17:20:33", KRUPIN, "Завтра оплатим 131, токен привезли", number=1852),
    Said("2025-12-05 12:11:48", KRUPIN, "Калькулятор всё таки делаем, присылайте что подписать", number=1853),
    Said("2025-12-31 20:50:02", KRUPIN, "с наступающим!! баннер ёлочный не забудьте 🎄", "photo", number=1854),
    Said("2026-01-24 21:29:40", KRUPIN, "ты сайт видела вообще", number=1855),
    Said("2026-01-24 21:31:15", KRUPIN, "", "photo", number=1856),
    Said("2026-01-26 12:30:05", KRUPIN,
         "Дарья извини за субботу. Счета 2 и 148 закрою 5 февраля, обещаю", number=1858),
    Said("2026-02-05 19:02:44", DARYA,
         "Вадим, деньги сегодня не пришли. Роман Андреевич ждёт дату письмом.", number=1859),
    Said("2026-02-05 21:48:30", KRUPIN, "инвестор задержался", number=1860),
)  # fmt: skip
ALYONA = "Алёна Мисюра"
WHATSAPP = (
    Said("2025-10-09 15:20", ALYONA,
         "Дарья, здравствуйте, это Алёна из Тёплого Контура 🙂 фото объектов по 30 штук "
         "закину сюда, на почту не лезут"),
    Said("2025-10-09 15:22", DARYA, "Алёна, отлично, спасибо!"),
    *(Said(f"2025-10-10 11:{minute:02}", ALYONA, "", "photo") for minute in (2, 2, 3, 3, 4)),
    Said("2025-10-10 11:20", DARYA, "Пять из тридцати. Остальные?\nИ тексты по услугам пришёл один из шести."),
    Said("2025-10-13 18:02", ALYONA, "Вадим Геннадьевич сказал надиктует голосом"),
    Said("2025-11-26 13:10", ALYONA,
         "Дарья, между нами: Людмила Викторовна в отпуске, токен у неё, так что до 1 "
         "декабря счёт № 131 никто не проведёт"),
    Said("2025-12-18 14:31", ALYONA, "", "gone"),
    Said("2026-01-14 13:10", ALYONA, "Допсоглашение отправила почтой. Акт № 58 он подпишет, замечаний нет"),
    Said("2026-02-03 10:40", ALYONA, "Дарья, акт № 3 он так и не открыл, письмо видела я и Людмила Викторовна"),
    Said("2026-02-03 10:44", DARYA, "Спасибо, что сказали. Счёт № 12 ушёл сегодня."),
    Said("2026-05-14 17:55", ALYONA, "Завтра последний день. Простите нас за всё, вы хорошие"),
    Said("2026-05-14 18:03", DARYA, "Алёна, удачи вам! Будете в Ярославле, заходите."),
)  # fmt: skip


def telegram_json() -> bytes:
    """What Telegram Desktop writes into result.json for one chat when photos and files are not exported."""
    messages = [_message(said) for said in TELEGRAM]
    chat = {"name": KRUPIN, "type": "personal_chat", "id": 5510044871, "messages": messages}
    return (json.dumps(chat, ensure_ascii=False, indent=1) + "\n").encode()


def _message(said: Said) -> dict[str, Any]:
    at = datetime.fromisoformat(said.at)
    message: dict[str, Any] = {
        "id": said.number, "type": "message", "date": at.isoformat(),
        "date_unixtime": str(int(at.replace(tzinfo=MOSCOW).timestamp())), "from": said.sender,
        "from_id": "user5510044871" if said.sender == KRUPIN else "user4410027713",
    }  # fmt: skip
    if said.answers:
        message["reply_to_message_id"] = said.answers
    if said.kind == "photo":
        message |= {"photo": NOT_INCLUDED, "photo_file_size": 184_211, "width": 960, "height": 1280}
    if said.kind == "voice":
        message |= {"file": NOT_INCLUDED, "media_type": "voice_message", "mime_type": "audio/ogg",
                    "duration_seconds": 541}  # fmt: skip
    entities = [{"type": "plain", "text": said.text}] if said.text else []
    return {**message, "text": said.text, "text_entities": entities}


def whatsapp_txt() -> bytes:
    """What an Android phone set to Russian exports without media."""
    encrypted = (
        "Сообщения и звонки защищены сквозным шифрованием."
        " Только участники этого чата могут читать, прослушивать и пересылать их."
    )
    lines = [f"09.10.2025, 15:19 - {encrypted}"]
    for said in WHATSAPP:
        text = {"photo": "<Без медиафайлов>", "gone": "Данное сообщение удалено"}.get(said.kind, said.text)
        lines.append(f"{datetime.fromisoformat(said.at):%d.%m.%Y, %H:%M} - {said.sender}: {text}")
    return ("\n".join(lines) + "\n").encode()


def shown_on_phone() -> Sequence[Said]:
    """What stood in Telegram on the night of 24 January; the second message was deleted later and is in no export."""
    night = [said for said in TELEGRAM if said.at.startswith("2026-01-24") and said.kind == "text"]
    last = "Не заплачу вам ни копейки за 3 этап, хоть обсудитесь. И договор ваш я в топку"
    return [*night, Said("2026-01-24 21:33:08", KRUPIN, last, number=1857)]
