"""The fixed words on the pages of a bundle, in English, Chinese and Russian."""

from __future__ import annotations

from collections.abc import Mapping

from tallystick.model.rule import Words

LABELS: Mapping[str, tuple[str, str, str]] = {
    "exhibit": ("Exhibit", "证据", "Приложение"),
    "number": ("No.", "序号", "№ п/п"),
    "title": ("Document", "证据名称", "Наименование документа"),
    "origin": ("Source", "证据来源", "Источник"),
    "proves": ("What it proves", "证明对象和内容", "Что подтверждает"),
    "form": ("Original or copy", "原件/复印件", "Подлинник или копия"),
    "day": ("Date", "日期", "Дата"),
    "pages": ("Pages", "页码", "Листы"),
    "hash": ("SHA-256", "SHA-256", "SHA-256"),
    "original": ("original", "原件", "подлинник"),
    "copy": ("copy", "复印件", "копия"),
    "list": ("Index of exhibits", "证据清单", "Опись документов"),
    "timeline": ("Chronology", "时间线", "Хронология"),
    "custody": ("Custody report", "保管记录", "Отчёт о хранении"),
    "completeness": ("Statement of completeness", "完整性说明", "Сведения о полноте"),
    "cover": ("Bundle", "证据材料", "Материалы дела"),
    "forum": ("Before", "受理机构", "Куда"),
    "case": ("Case number", "案号", "Номер дела"),
    "submitter": ("Submitted by", "提交人（签名/盖章）", "Представил (подпись, печать)"),
    "submitted": ("Date", "提交日期", "Дата подачи"),
    "copies": ("Copies", "份数", "Число экземпляров"),
    "copy_for": ("Copy for", "副本送达", "Экземпляр для"),
    "pages_all": ("Pages in all", "总页数", "Всего листов"),
    "exhibits_all": ("Exhibits", "证据数量", "Число приложений"),
    "identifier": ("Item", "编号", "Запись"),
    "log_index": ("Place in the log", "日志序号", "Место в журнале"),
    "kept_at": ("Kept at", "固定时间", "Сохранено"),
    "language": ("Language", "语言", "Язык"),
    "headers": ("All header lines as received", "邮件完整标头（原样）", "Все заголовки письма, как получены"),
    "files": ("Attached files", "附件", "Вложения"),
    "pictures": ("Pictures", "图片", "Изображения"),
    "original_text": ("Original", "原文", "Оригинал"),
    "translation": ("Translation", "译文", "Перевод"),
    "conversation": ("Conversation", "聊天记录", "Переписка"),
    "platform": ("Platform", "平台", "Платформа"),
    "messages": ("Messages", "消息条数", "Сообщений"),
    "clock": (
        ("Times stand as the source gives them. Where no zone is named, the source names none. Our own messages stand "
        "at the right on grey, theirs at the left on white."),
        "时间按来源记载，未注明时区的，来源亦未注明。我方消息在右、灰底；对方消息在左、白底。",
        ("Время указано так, как его даёт источник; пояс не назван там, где его не называет источник. "
        "Наши сообщения справа на сером, сообщения другой стороны слева на белом."),
    ),
    "no_zone": ("no zone named", "未注明时区", "пояс не указан"),
    "no_text": ("(no text)", "（无文字）", "(без текста)"),
    "edited": ("edited", "已编辑", "изменено"),
    "deleted": ("deleted", "已删除", "удалено"),
    "system": ("system", "系统消息", "системное"),
    "forwarded": ("forwarded", "转发", "переслано"),
    "recalled": ("recalled", "已撤回", "отозвано"),
    "unreadable_picture": (
        "This picture cannot be shown on a page; the file itself is among the originals.",
        "该图片无法在页面上显示；文件本身见原始数据。",
        "Это изображение нельзя показать на странице; сам файл находится среди оригиналов.",
    ),
    "unreadable_pages": (
        "The pages of this document cannot be shown; the file itself is among the originals.",
        "该文件的页面无法显示；文件本身见原始数据。",
        "Страницы этого документа нельзя показать; сам файл находится среди оригиналов.",
    ),
    "stills": ("first picture of {count}", "共{count}帧，显示第一帧", "первый кадр из {count}"),
    "time": ("Time", "时间", "Время"),
    "actor": ("Who", "主体", "Кто"),
    "what": ("What", "事项", "Что"),
    "event": ("Event", "事件", "Событие"),
    "tool": ("Tool", "工具", "Программа"),
    "custody_note": (
        "Each line is an event of the log, printed from it and not typed.",
        "以下各行均由日志自动生成，非人工录入。",
        "Каждая строка взята из журнала событий и не набрана вручную.",
    ),
    "period": ("Period", "期间", "Период"),
    "threads": ("Conversations and threads", "对话与邮件往来", "Переписка"),
    "sealed": ("Items sealed in this period", "该期间内已固定的记录数", "Записей закреплено за период"),
    "inside": ("Of them in this bundle", "其中收入本材料", "Из них в этих материалах"),
    "left_out": ("Not in this bundle, and why", "未收入本材料的记录及原因", "Не вошло в материалы и почему"),
    "missing": (
        "Named in the items but never kept", "记录中提及但未曾固定", "Упомянуто в записях, но не сохранено",
    ),
    "accounted": (
        "Inside and left out together make the number sealed.",
        "收入与未收入之和等于已固定的记录数。",
        "Вошедшее и не вошедшее вместе составляют число закреплённых записей.",
    ),
    "unaccounted": (
        "Inside and left out together do not make the number sealed; {count} are not accounted for.",
        "收入与未收入之和不等于已固定的记录数，尚有{count}条未作说明。",
        "Вошедшее и не вошедшее вместе не составляют числа закреплённых записей; не объяснено: {count}.",
    ),
    "none": ("none", "无", "нет"),
    "page_of": ("page {page} of {pages}", "第{page}页，共{pages}页", "стр. {page} из {pages}"),
    "bytes": ("bytes", "字节", "байт"),
}  # fmt: skip
_PLACES = {"en": 0, "zh": 1, "ru": 2}


def label(language: str, key: str, **values: object) -> str:
    """The words for `key`. Raises KeyError for a key or language that is not in the table."""
    return LABELS[key][_PLACES[language]].format(**values)


def worded(words: Words, language: str) -> str:
    """The words in `language`, else in English, else in the first language that has any."""
    return words.get(language) or words.get("en") or next((each for each in words.values() if each), "")
