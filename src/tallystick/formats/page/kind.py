"""What kind of page it is, the numbers that it shows, and what each statement on it is, by its words and address."""

from __future__ import annotations

import re

from tallystick.formats.page.statements import Block, statement
from tallystick.model.page import Statement

_TEXT_BYTES = 400_000
_MOST_NUMBERS = 200
# A number has a digit, and is not the beginning of a sentence behind a label.
_NUMBER = r"\s*(?:is\s*)?[:：#№]?\s*#?\s*((?=[A-Z-]{0,8}\d)[A-Z0-9][A-Z0-9-]{3,39})"
_COMPLAINT_LABEL = (
    r"(?:\b(?:complaint|dispute|case|claim|refund)\s*(?:no\b\.?|number|id\b|#)"
    r"|(?:纠纷|投诉|维权|举报|退款)(?:单号|编号|单|号|ID)"
    r"|номер\s+(?:жалобы|спора|обращения|претензии|возврата)|(?:жалоба|спор|претензия|обращение)\s*(?=№))"
)
_NUMBERED = tuple(
    (kind, re.compile(label + _NUMBER, re.IGNORECASE))
    for kind, label in (
        (
            "complaint",
            _COMPLAINT_LABEL,
        ),
        (
            "order",
            r"(?:\border\s*(?:no\b\.?|number|id\b|#)|(?:订单|交易)(?:单号|编号|号|ID)|номер\s+заказа|заказа?\s*(?=№))",
        ),
        (
            "product",
            r"(?:\b(?:product|item)\s*(?:no\b\.?|number|id\b)|(?:商品|产品|货品)(?:编号|号|ID)|货号|артикул|номер\s+товара)",
        ),
        (
            "inquiry",
            r"(?:\b(?:inquiry|rfq)\s*(?:no\b\.?|number|id\b)|(?:询盘|询价)(?:单号|编号|单|号|ID)|номер\s+запроса)",
        ),
    )
)
_IN_URL = (
    ("complaint", re.compile(r"(?i)[?&#](?:dispute|complaint|case|claim|issue|refund)_?id=(\w{4,40})")),
    ("order", re.compile(r"(?i)[?&#](?:trade)?_?order_?(?:id|no|number)?=(\w{4,40})")),
    ("inquiry", re.compile(r"(?i)[?&#](?:im)?(?:inquiry|feedback|rfq)_?id=(\w{4,40})")),
    (
        "product",
        re.compile(
            r"(?i)/product-detail/[^?#]{0,300}_(\d{6,20})\.html|/offer/(\d{6,20})\.html|[?&]productId=(\d{6,20})"
        ),
    ),
)
# Words of an address, and of a title or heading, that speak for a kind. The first kind wins where two are equal.
_KINDS = (
    (
        "complaint",
        re.compile(r"(?i)complain|dispute|refund|aftersale|after-sale|arbitrat|tousu|weiquan|/case"),
        re.compile(
            r"(?i)complaint|dispute|refund (?:request|detail)|claim detail"
            r"|纠纷|投诉|维权|举报|退款(?:详情|申请)|жалоб|\bспор|претензи|арбитраж"
        ),
    ),
    (
        "order",
        re.compile(r"(?i)order|/trade|biz\.alibaba|trade\.1688"),
        re.compile(r"(?i)order (?:detail|no|number|#|status)|trade assurance order|my orders?|订单|заказ"),
    ),
    (
        "inquiry",
        re.compile(r"(?i)inquir|feedback|rfq|madetail"),
        re.compile(
            r"(?i)inquir|\brfq\b|request for quotation|询盘|询价|采购需求|запрос (?:цен|котировк|предложен)|запрос №"
        ),
    ),
    (
        "messenger",
        re.compile(r"(?i)onetalk|message\.alibaba|messenger|web_im|weblite"),
        re.compile(r"(?i)message center|messenger|消息中心|旺旺|сообщения"),
    ),
    (
        "product",
        re.compile(r"(?i)/product-detail/|detail\.1688|/offer/\d|/item/"),
        re.compile(r"(?i)\bmoq\b|min\. order|起订量|起批"),
    ),
    (
        "profile",
        re.compile(r"(?i)company_profile|company-profile|/contactinfo|creditdetail|winport"),
        re.compile(r"(?i)company (?:overview|profile)|公司(?:简介|档案|黄页)|профиль компании"),
    ),
)
_DECIDED = re.compile(
    r"(?i)\bdeci(?:ded|sion)|\brul(?:ed|ing)|judg|verdict|resolution|判定|裁决|裁定|处理结果|判责|решени|решил|вынес"
)
_EVIDENCE = re.compile(r"(?i)\bevidence|\bproofs?\b|attachments?\b|举证|凭证|证据|доказательств|вложени")
_PAID = re.compile(
    r"(?i)\bpaid\b|payment|refunded|deposit|balance due|付款|支付|已付|退款|定金|尾款"
    r"|оплат|оплач|платеж|платёж|возврат|предоплат"
)
_OPENED = re.compile(
    r"(?i)(?:open|submit|fil|rais|creat|start|initiat)\w*\s+(?:a|an|the|this)?\s*(?:\w+\s+)?(?:complaint|dispute|claim|refund)"
    r"|发起(?:了)?(?:纠纷|投诉|维权|退款)|申请退款|提起投诉|открыл\w*\s+спор|подал\w*\s+(?:жалоб|претензи)"
)


def numbers_of(url: str, text: str) -> tuple[tuple[str, str], ...]:
    """Orders, complaints, inquiries and products that the page shows by number, each once, in order of kind."""
    found: dict[tuple[str, str], None] = {}
    for kind, pattern in _IN_URL:
        for one in pattern.finditer(url):
            found[kind, next(group for group in one.groups() if group)] = None
    for kind, pattern in _NUMBERED:
        for one in pattern.finditer(text[:_TEXT_BYTES]):
            if len(found) >= _MOST_NUMBERS:
                break
            found[kind, one[1].rstrip("-")] = None
    return tuple(found)


def kind_of(url: str, title: str, headings: str, numbers: tuple[tuple[str, str], ...], *, has_blocks: bool) -> str:
    """complaint, order, inquiry, messenger, product, profile, or "" where too little speaks for any.

    An address counts three, a title and a heading two each, a number of the kind one.
    """
    shown = {kind for kind, _number in numbers}
    best, most = "", 0
    for kind, in_url, in_words in _KINDS:
        weight = (
            3 * bool(in_url.search(url[:2_000]))
            + 2 * bool(in_words.search(title))
            + 2 * bool(in_words.search(headings))
        )
        # A help page on disputes has the words in its title, and neither a number nor anything dated.
        if weight and kind in ("complaint", "order", "inquiry") and not (kind in shown or has_blocks):
            continue
        weight += kind in shown
        if weight > most:
            best, most = kind, weight
    return best if most >= 2 else ""


def statements_of(blocks: list[Block], kind: str) -> tuple[Statement, ...]:
    """The blocks as statements. Outside dispute, order and inquiry pages only those whose speaker's role is named."""
    is_matter = kind in ("complaint", "order", "inquiry")
    chosen = [block for block in blocks if is_matter or ((spoken := block.spoken) is not None and spoken.role)]
    opener = _opener(chosen) if kind == "complaint" else ""
    return tuple(statement(block, _kind_of_block(block, kind, opener)) for block in chosen)


def _opener(blocks: list[Block]) -> str:
    """The role that complains: who says that he opens the case, else who speaks first by the dates shown."""
    roles = [
        (block, spoken.role) for block in blocks if (spoken := block.spoken) and spoken.role in ("buyer", "seller")
    ]
    for block, role in roles:
        if _OPENED.search(block.text[:2_000]):
            return role
    dated = [(dated.moment.utc, role) for block, role in roles if (dated := block.dated) and dated.moment.utc]
    return min(dated, key=lambda one: one[0])[1] if dated else (roles[0][1] if roles else "")


def _kind_of_block(block: Block, page: str, opener: str) -> str:
    spoken, text = block.spoken, block.text[:2_000]
    role = spoken.role if spoken is not None else ""
    if page == "order":
        return "payment" if _PAID.search(text) else "order-status" if role in ("", "platform") else "comment"
    if role == "platform":
        return "decision" if _DECIDED.search(text) else "notice"
    if page != "complaint":
        return "comment"
    if not role:
        return "notice" if spoken is None else "comment"
    if _EVIDENCE.search(text) and len(text) < 400 and not _OPENED.search(text):
        return "evidence"
    return "complaint" if role == opener else "answer"
