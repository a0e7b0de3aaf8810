"""What sort of invoice a type code means. Source: UN/CEFACT 1001; fatturaPA 1.2.3, TipoDocumento."""

from __future__ import annotations

__all__ = ["invoice_kind"]

_KINDS = {
    "credit-note": ("381", "261", "262", "296", "308", "396", "420", "458", "532", "83", "TD04"),
    "correction": ("384", "TD05"),
    "self-billed": ("389", "261", "527", "500", "501", "502", "TD16", "TD17", "TD18", "TD19", "TD20", "TD21", "TD27"),
    "prepayment": ("386", "TD02", "TD03"),
}


def invoice_kind(code: str, *, is_credit: bool = False) -> str:
    """credit-note, correction, self-billed, prepayment or invoice, by the code and by what the element says."""
    if is_credit:
        return "credit-note"
    return next((kind for kind, codes in _KINDS.items() if code.strip() in codes), "invoice")
