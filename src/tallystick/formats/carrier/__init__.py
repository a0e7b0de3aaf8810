"""What formats are written in: text, JSON, XML, HTML, tables and zips, each opened within bounds and without risk."""

from tallystick.formats.carrier.head import Head
from tallystick.formats.carrier.html_tree import HtmlNode, parse_html
from tallystick.formats.carrier.json_tree import parse_json, parse_json_lines
from tallystick.formats.carrier.secrets import without_secrets
from tallystick.formats.carrier.table import Table, parse_table
from tallystick.formats.carrier.text import Text, decode_text
from tallystick.formats.carrier.xml_tree import XmlNode, parse_xml
from tallystick.formats.carrier.zipped import Zipped

__all__ = [
    "Head",
    "HtmlNode",
    "Table",
    "Text",
    "XmlNode",
    "Zipped",
    "decode_text",
    "parse_html",
    "parse_json",
    "parse_json_lines",
    "parse_table",
    "parse_xml",
    "without_secrets",
]
