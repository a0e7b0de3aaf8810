"""The formats that are read, by name, in the order in which a file is asked whether it is one of them.

A format is a module with two functions, and one line in the table:

    recognises(head: Head) -> bool          by content before name, cheap, and without failing
    read(original: bytes, name: str = "") -> Iterator[Reading]    raises FormatError alone

A module is imported when the first file asks for it: naming a format costs nothing. Mail, and the archives that hold
other originals, are recognised before these (`formats.sniff`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from mmap import mmap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tallystick.formats.carrier.head import Head
    from tallystick.model.reading import Reading

__all__ = ["FORMATS", "Format", "format_of"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the module that reads it, and the carrier that its files are written in.

    The carrier is zip, compound (OLE), pdf, json, xml, html, text or binary (which all text is too); a module is asked
    only about files written in its carrier. `is_large` marks readers that need only a part of the file in memory at a
    time, and take a mapped file.
    """

    name: str
    module: str
    carrier: str
    is_large: bool = False

    def recognises(self, head: Head) -> bool:
        """Whether a file that begins so is in this format."""
        return bool(self._module().recognises(head))

    def read(self, original: bytes | mmap, name: str = "") -> Iterator[Reading]:
        """What the file says. Raises FormatError where it is not in this format or breaks its bounds."""
        readings: Iterator[Reading] = self._module().read(original, name)
        return readings

    def _module(self) -> Any:
        return import_module(f"tallystick.formats.{self.module}")


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("slack", "chat.slack", "zip"),
        Format("wacz", "page.wacz", "zip"),
        Format("docx", "document.docx", "zip"),
        Format("alibaba-inquiries", "chat.alibaba_inquiries", "zip"),
        Format("xlsx", "document.xlsx", "zip"),
        Format("pptx", "document.pptx", "zip"),
        Format("odf", "document.odf", "zip"),
        Format("msg", "outlook.msg", "compound"),
        Format("xls", "document.xlsx", "compound"),
        Format("pst", "outlook.pst", "binary", is_large=True),
        Format("pdf", "document.pdf", "pdf"),
        Format("alibaba-har", "chat.alibaba_har", "json"),
        Format("har", "page.har", "json"),
        Format("alibaba-export", "chat.alibaba_export", "json"),
        Format("telegram-json", "chat.telegram_json", "json"),
        Format("wechat-chatlog", "chat.wechat_chatlog", "json"),
        Format("wechat-weflow", "chat.wechat_weflow", "json"),
        Format("qq-json", "chat.qq_json", "json"),
        Format("chatlab", "chat.chatlab", "json"),
        Format("instagram", "chat.instagram", "json"),
        Format("skype", "chat.skype", "json"),
        Format("teams", "chat.teams", "json"),
        Format("dingtalk", "chat.dingtalk", "json"),
        Format("sms", "chat.sms", "xml"),
        Format("camt", "money.camt", "xml"),
        Format("ubl", "money.ubl", "xml"),
        Format("cii", "money.cii", "xml"),
        Format("fatturapa", "money.fatturapa", "binary"),
        Format("ofx", "money.ofx", "text"),
        Format("alibaba-page", "chat.alibaba_page", "html"),
        Format("telegram-html", "chat.telegram_html", "html"),
        Format("html", "page.html", "html"),
        Format("mhtml", "page.mhtml", "text"),
        Format("warc", "page.warc", "binary"),
        Format("mt940", "money.mt940", "text"),
        Format("1c", "money.one_c", "text"),
        Format("rtf", "document.rtf", "text"),
        Format("whatsapp", "chat.whatsapp", "text"),
        Format("line", "chat.line", "text"),
        Format("qq-text", "chat.qq_text", "text"),
        Format("wechat-mail", "chat.wechat_mail", "text"),
        Format("signal", "chat.signal", "text"),
        Format("wechat-memotrace", "chat.wechat_memotrace", "text"),
        Format("wechat-chatlog-csv", "chat.wechat_chatlog_csv", "text"),
        Format("viber", "chat.viber", "text"),
        Format("toggl", "work.toggl", "text"),
        Format("clockify", "work.clockify", "text"),
        Format("harvest", "work.harvest", "text"),
        Format("timesheet-csv", "work.timesheet_csv", "text"),
        Format("bank-csv", "money.bank_csv", "text"),
        Format("invoice-csv", "money.invoice_csv", "text"),
        Format("image", "document.image", "binary"),
        Format("recording", "document.recording", "binary"),
        Format("csv", "document.csv", "text"),
        Format("text", "document.plain", "text"),
    )
}


def format_of(head: Head) -> Format | None:
    """The first format that recognises the file, or None where none does: such an original is kept unread."""
    carriers = head.carriers
    return next((one for one in FORMATS.values() if one.carrier in carriers and one.recognises(head)), None)
