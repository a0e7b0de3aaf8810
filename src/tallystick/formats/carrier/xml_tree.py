"""XML without its dangers: no entities beyond the five, no document type with entities, nothing fetched, bounded."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from tallystick.errors import LimitExceeded, NotThisFormat

XmlNode: TypeAlias = etree._Element
LARGEST_BYTES = 128 << 20
_PROLOGUE_BYTES = 1 << 20


def parse_xml(original: bytes, *, recover: bool = False) -> XmlNode:
    """The root element. With `recover`, what is not well-formed is passed over where that is possible.

    Raises NotThisFormat (also for a document that defines entities), LimitExceeded.
    """
    if len(original) > LARGEST_BYTES:
        raise LimitExceeded("XML file, bytes", LARGEST_BYTES, len(original))
    # In UTF-16 and UTF-32 zeros stand between the letters.
    if b"<!ENTITY" in original[:_PROLOGUE_BYTES].replace(b"\0", b""):
        raise NotThisFormat("xml", "it defines entities, which are not expanded")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        recover=recover, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(original, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotThisFormat("xml", str(error)) from error
    if root is None:
        raise NotThisFormat("xml", "no element in it")
    return root
