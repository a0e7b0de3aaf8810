"""The words by which mail programs and people mark quotations and signatures, in the languages of trade."""

from __future__ import annotations

import re

from tallystick.model.zone import ZoneKind

__all__ = [
    "ASCII_AUTHOR_STEMS",
    "AUTHOR_STEMS",
    "AUTHOR_VERBS",
    "CLOSINGS",
    "CONTACT",
    "FORWARD_ENDS",
    "FORWARD_STEMS",
    "FROM_WORDS",
    "HEADER_ROLES",
    "MAILBOX",
    "MOBILE",
    "NOTICE_HINTS",
    "NOTICE_OPENING",
    "OPENER",
    "SEPARATORS",
    "THANKS",
    "TITLE",
]


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split("|") if word.strip()]


_HEADERS = {
    "from": "from|von|de|da|från|fra|van|lähettäjä|od|kimden|gönderen|feladó|от|от кого|від|发件人|發件人"
    "|寄件者|寄件人"
    "|差出人|送信者|보낸 사람|보낸사람|발신|المرسل|من|mittente|expéditeur|remitente|remetente|absender",
    "sent": "sent|date|sent at|date sent|gesendet|datum|envoyé|enviado|enviado el|enviada|enviada em|fecha|data"
    "|inviato"
    "|skickat|sendt|dato|verzonden|lähetetty|data wysłania|wysłano|odesláno|gönderme tarihi|tarih|dátum|küldve"
    "|отправлено|дата|отправлен|надіслано|发送时间|發送時間|发送日期|日期|时间|傳送時間|寄件日期|送信日時|日時"
    "|보낸 날짜|날짜|التاريخ",
    "to": "to|an|à|pour|para|destinatario|a|till|til|aan|vastaanottaja|do|komu|kime|alıcı|címzett|кому|收件人|收件者"
    "|宛先|받는 사람|받는사람|إلى",
    "cc": "cc|bcc|kopie|copie|copia|kopia|копия|копія|抄送|密送|副本|密件抄送|參照|참조|c c",
    "subject": "subject|betreff|objet|asunto|assunto|oggetto|ämne|emne|onderwerp|aihe|temat|předmět|konu|tárgy|тема"
    "|тема письма|主题|主題|主旨|件名|제목|الموضوع|sujet",
    "reply-to": "reply-to|antwort an|回复地址|ответить",
    "importance": "importance|priority|wichtigkeit|важность|重要性|attachments|anlagen|附件|вложения|message-id",
}
HEADER_ROLES = {word: role for role, words in _HEADERS.items() for word in _listed(words)}

_QUOTED = (
    "original message|original-nachricht|ursprüngliche nachricht|originalnachricht|message d'origine|message original"
    "|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|originalmeddelande"
    "|wiadomość oryginalna"
    "|oprindelig meddelelse|opprinnelig melding|původní zpráva|orijinal mesaj|reply message|исходное сообщение"
    "|оригинальное сообщение|исходное письмо|первоначальное сообщение|原始邮件|原始郵件|原邮件|原始信息"
    "|邮件原文|回复的原邮件"
    "|元のメッセージ|original mail|원본 메시지|원본 메일|回复邮件信息|回复的原件"
)
_FORWARDED = (
    "forwarded message|begin forwarded message|begin forwarded text|forwarded by|weitergeleitete nachricht"
    "|anfang der weitergeleiteten nachricht"
    "|anfang der weitergeleiteten e-mail|message transféré|début du message réexpédié|début du message transféré"
    "|mensaje reenviado|inicio del mensaje reenviado|mensagem encaminhada|messaggio inoltrato"
    "|inizio messaggio inoltrato"
    "|doorgestuurd bericht|vidarebefordrat meddelande|пересылаемое сообщение|пересланное сообщение"
    "|перенаправленное сообщение"
    "|пересылаемое письмо|начало переадресованного сообщения|начало пересылаемого сообщения"
    "|начало переадресованного письма"
    "|转发邮件|转发的邮件|轉寄郵件|转发邮件信息|转发信息|下面是被转发的邮件|以下是转发的邮件|開始轉寄郵件"
    "|已轉寄的郵件"
    "|轉寄的郵件|転送されたメッセージ|전달된 메시지"
)
SEPARATORS = dict.fromkeys(_listed(_QUOTED), ZoneKind.QUOTED) | dict.fromkeys(_listed(_FORWARDED), ZoneKind.FORWARDED)
FORWARD_STEMS = tuple(
    _listed(
        "orwarded|eitergeleitet|transféré|réexpédié|reenviado|encaminhada|inoltrato|doorgestuurd"
        "|vidarebefordrat|адресован"
    )
    + _listed("пересыла|переслан|перенаправ|转发|轉寄|転送|전달|riginal|原|исходн|ursprünglich|元の|원본")
)
FROM_WORDS = frozenset(_listed(_HEADERS["from"]))
FORWARD_ENDS = frozenset(
    _listed(
        "end forwarded text|end of forwarded message|end forwarded message|конец пересылаемого сообщения"
        "|конец перенаправленного сообщения"
        "|конец пересланного сообщения|ende der weitergeleiteten nachricht|fin du message transféré|转发邮件结束"
    )
)

AUTHOR_VERBS = re.compile(
    r"(?<![^\W\d_])(?:wrote|writes|said|schrieb|geschrieben|a\s+écrit|écrit|escribió|escreveu|ha\s+scritto"
    r"|scrisse|schreef"
    r"|napisał(?:\(a\)|a)?|pisze|skrev|kirjoitti|napsal(?:\(a\)|a)?|yazdı|şunu\s+yazdı|ezt\s+írta|a\s+scris"
    r"|đã\s+viết|menulis"
    r"|пишет|писал(?:\(а\)|а)?|написал(?:\(а\)|а)?|пише|написав(?:\(ла\)|ла)?|quoting|zitat\s+von)"
    r"(?![^\W\d_])|写道|寫道|写到|来信说|は書きました|のメール|님이\s*작성|작성|كتب",
    re.IGNORECASE,
)
AUTHOR_STEMS = tuple(
    _listed(
        "wrote|writes|said|schrieb|écrit|escribió|escreveu|scritto|scrisse|schreef|napisa|pisze|skrev|kirjoitti"
        "|napsal|yazdı"
        "|yazdi|írta|scris|viết|menulis|пис|пиш|写|寫|来信说|書きました|のメール|작성|كتب|uoting|itat von|écrit"
        "|WROTE|Wrote"
    )
)
ASCII_AUTHOR_STEMS = tuple(stem for stem in AUTHOR_STEMS if stem.isascii())
_WEEKDAYS = (
    "mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|пн|вт|ср|чт|пт|сб|вс"
    "|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
)
OPENER = re.compile(
    r"[\s\-*_\"“«]*+(?:"
    r"(?:on|am|le|el|em|il|op|w\s+dniu|dnia|den|dne|at|vào|pada|quoting|zitat\s+von)\b(?=.*\d|.*@)"
    r"|(?:在|於|于)\s*(?=\d)"
    r"|\d{1,4}\s?[./年\-]\s?\d"
    rf"|(?:{_WEEKDAYS})[a-z]*+\.?,?\s+(?=.*\d)"
    r"|\d{1,2}\s+(?=[^\W\d_]{3,12}\.?\s+\d{4}))",
    re.IGNORECASE,
)

MOBILE = re.compile(
    r"(?:sent (?:from|via|with|using) (?:my |the )?[\w\s().,'’/:!&+\-]{2,60}|get outlook for (?:ios|android"
    r"|mac)\b.{0,40}"
    r"|via mobile|von meinem [\w\s\-]{2,30} gesendet|gesendet (?:mit|von|aus) .{2,50}"
    r"|(?:diese nachricht wurde )?von meinem .{2,40} gesendet"
    r"|outlook für (?:ios|android) (?:beziehen|herunterladen).{0,40}|envoyé (?:de|depuis) (?:mon|ma|l)\b.{2,40}"
    r"|enviado (?:desde|do) (?:mi|meu)\b.{2,40}"
    r"|inviato da(?:l mio)? .{2,40}|отправлено (?:с|из) .{2,60}|послано с .{2,40}"
    r"|发自我的.{1,30}|來自我的.{1,30}|从我的.{1,20}发送|從我的.{1,20}傳送|(?:发|發)(?:自|送自).{1,30}"
    r"|由.{1,16}(?:发送|邮箱.{0,12})|iPhoneから送信|.{0,12}から送信|나의.{1,20}에서 보냄)[\s.。!]*+",
    re.IGNORECASE,
)

CLOSINGS = frozenset(
    _listed(
        "best regards|kind regards|warm regards|regards|warmest regards|many regards|with best regards"
        "|with kind regards"
        "|with regards|best wishes|with best wishes|sincerely|sincerely yours|yours sincerely|yours faithfully"
        "|yours truly"
        "|very truly yours|respectfully|respectfully yours|b. rgds|b.rgds|brgds|br|rgds|kr|yours|all the best|cheers"
        "|kindest regards|with warm regards|cordially|faithfully yours|best|thanks & regards|thanks and regards"
        "|thanks and best regards|thanks & best regards|thank you and best regards|love and light"
        "|mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|freundliche grüße|freundliche grüsse"
        "|viele grüße|beste grüße|liebe grüße|herzliche grüße|mfg|vg|lg|hochachtungsvoll|schöne grüße"
        "|mit besten grüßen"
        "|cordialement|bien cordialement|bien à vous|salutations|saludos|saludos cordiales|un saludo|atentamente"
        "|cordiali saluti|distinti saluti|atenciosamente|met vriendelijke groet|z poważaniem|saygılarımla"
        "|с уважением|с наилучшими пожеланиями|с искренним уважением|с глубоким уважением|всего доброго"
        "|всего хорошего"
        "|с почтением|искренне ваш|с приветом|с уважением и наилучшими пожеланиями|з повагою"
        "|此致|敬礼|此致敬礼|顺祝商祺|顺颂商祺|順頌商祺|順祝商祺|即颂商祺|祝商祺|商祺|祝好|顺祝|谨启|敬上"
        "|此致 敬礼|顺颂时祺"
        "|致敬|祝工作愉快|祝您工作愉快|祝生意兴隆|顺祝生意兴隆"
    )
)
THANKS = frozenset(
    _listed(
        "thanks|thank you|many thanks|thanks a lot|thanks again|thank you very much|thanks in advance|thx|tks"
        "|ta|danke"
        "|vielen dank|besten dank|merci|gracias|grazie|obrigado|спасибо|заранее спасибо|благодарю|заранее благодарю"
        "|谢谢|多谢|謝謝|谢谢您|谢谢!|感谢"
    )
)
MAILBOX = re.compile(r"[\w.+\-]@[\w\-]{1,64}\.\w")
CONTACT = re.compile(
    r"https?://|www\.\w|(?:^|[\s,;|/(])(?:tel|phone|mobile|mob|cell|fax|skype|wechat"
    r"|whatsapp|telegram|telefon|handy|e-?mail|web|website|[tfmpe])\s?[.:：]|(?:тел|моб|факс|сайт"
    r"|почта)\.?\s?[.:]|т\.\s?[+\d(]"
    r"|(?:电话|手机|传真|邮箱|网址|微信|地址|手机号|電話|傳真|地址)\s?[:：]|^[\s+(]*\d[\d\s().\-/]{6,24}$"
    r"|\+\d{1,3}[\s(\-]\d",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"\b(?:manager|director|president|ceo|cfo|coo|cto|engineer|assistant|sales|purchas\w+|buyer|founder|partner"
    r"|head of|officer"
    r"|department|dept|lawyer|attorney|geschäftsführer\w*|leiter\w*|vertrieb|einkauf|inc|ltd|llc|gmbh|corp|co"
    r"|ag|s\.a|research)\b"
    r"|менеджер|директор|начальник|руководитель|отдел|бухгалтер|юрист|инженер|\b(?:ООО|ОАО|ЗАО|АО|ИП|ПАО)\b"
    r"|经理|总监|主管|业务员|董事长|助理|工程师|销售部|采购部|财务部|有限公司|公司$",
    re.IGNORECASE,
)
NOTICE_HINTS = tuple(
    _listed("confiden|privileged|intended recipient|disclaimer|vertraulich|保密|机密|機密|конфиденциальн|免责|免責")
)
NOTICE_OPENING = re.compile(
    r"[\s*_\-=.#]*+(?:"
    r"(?:confidentiality|confidential|privileged|legal|e-?mail|email|important|privacy)\s+(?:notice|note"
    r"|disclaimer|statement|communication)"
    r"|disclaimer\b|(?:the|this)\s+(?:e-?mail|email|message|communication|transmission|information|content"
    r"|contents|document|electronic|mail)\b"
    r".{0,300}?(?:confiden|privileged|intended|proprietary|addressee)"
    r"|(?:diese|die)\s+(?:e-?mail|nachricht|information|in dieser).{0,200}?(?:vertraulich|rechtlich gesch)"
    r"|vertraulichkeitshinweis"
    r"|if you (?:are not|have received) .{0,60}(?:intended|in error|by mistake)"
    r"|ce (?:message|courriel).{0,200}?confidentiel"
    r"|(?:本|此|这封|該|该)\s?(?:电子)?(?:邮件|郵件|信息|电邮|電郵).{0,120}?(?:保密|机密|機密|专供|仅供|僅供)"
    r"|(?:保密|免责|免責|机密)\s?(?:声明|聲明|提示|条款)"
    r"|(?:настоящее|данное|это|эта|информация).{0,200}?конфиденциальн|конфиденциальность"
    r"|уведомление о конфиденциальности"
    r")",
    re.IGNORECASE,
)
