"""YAML 1.2 as rules are written in it: plain values, the line of each, and everything that must not stand there.

Only these plain scalars have a meaning: whole numbers, true, false, null and days as 2026-03-01. Decimals, and the
words that older YAML took for booleans, must be quoted; aliases and duplicate keys are not allowed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamel.yaml import YAML, __with_libyaml__
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.resolver import BaseResolver

Path_ = tuple[str | int, ...]
_NOT_PLAIN = re.compile(r"(?:yes|no|on|off|y|n)\Z", re.IGNORECASE)
_WHOLE = re.compile(r"[-+]?\d+\Z")
_NUMBER = re.compile(r"[-+]?(?:\d[\d_]*\.\d*|\.\d+|\d+(?:\.\d*)?e[-+]?\d+|0[xo][0-9a-f]+|\.inf|\.nan)\Z", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}\Z")
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None, "": None, "~": None}
_DEEPEST = 40


@dataclass(slots=True)
class YamlFile:
    """A file read: its plain `content` (days as ISO texts), `lines` by path counted from 1, and `faults`."""

    place: str
    content: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)  # nodes by identity: one that is met again was an alias

    def fault(self, path: Path_, what: str) -> None:
        """A fault at the nearest line that is known for this path is written down."""
        while path and path not in self.lines:
            path = path[:-1]
        self.faults.append(f"{self.place}:{self.lines.get(path, 1)}: {what}")


def read(place: str, text: str) -> YamlFile:
    """The file, or its faults. It never raises for what the text says."""
    found = YamlFile(place)
    try:
        node = _yaml().compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        found.faults.append(f"{place}:{line}: no YAML: {error.problem}")
        return found
    except (YAMLError, ValueError, RecursionError) as error:
        found.faults.append(f"{place}:1: no YAML: {str(error).splitlines()[0]}")
        return found
    if node is None:
        found.faults.append(f"{place}:1: it is empty")
        return found
    found.content = _plain(node, (), found)
    return found


class _Untagged(BaseResolver):
    """Leaves every node without a type: what a plain scalar means is said below, and guessing takes the most time."""

    processing_version = (1, 2)

    def __init__(self, version: Any = None, loader: Any = None, loadumper: Any = None) -> None:  # noqa: ARG002
        super().__init__(loadumper if loadumper is not None else loader)

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:  # noqa: ARG002
        return ""


def _yaml() -> YAML:
    """The parser in C takes untyped nodes, the one in Python, used where there is no other, does not."""
    reader = YAML(typ="safe")
    if __with_libyaml__:
        reader.Resolver = _Untagged
    return reader


def _plain(node: Node, path: Path_, into: YamlFile) -> Any:
    into.lines.setdefault(path, node.start_mark.line + 1)
    if id(node) in into.seen or len(path) > _DEEPEST:
        into.fault(path, "an alias is not allowed; write it out" if id(node) in into.seen else "nested too deep")
        return None
    into.seen.add(id(node))
    if isinstance(node, ScalarNode):
        return _scalar(node, path, into)
    if isinstance(node, SequenceNode):
        return [_plain(each, (*path, number), into) for number, each in enumerate(node.value)]
    return _mapping(node, path, into) if isinstance(node, MappingNode) else None


def _mapping(node: MappingNode, path: Path_, into: YamlFile) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, ScalarNode) else ""
        line = key_node.start_mark.line + 1
        if not key:
            into.faults.append(f"{into.place}:{line}: a key must be a word")
            continue
        if key in found:
            into.faults.append(f"{into.place}:{line}: duplicate key {key!r}")
            continue
        into.lines[(*path, key)] = line
        found[key] = _plain(value_node, (*path, key), into)
    return found


def _scalar(node: ScalarNode, path: Path_, into: YamlFile) -> Any:
    text = str(node.value)
    if node.style in ("'", '"', "|", ">"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.match(text):
        return int(text)
    if _DAY.match(text):
        return _day(text, path, into)
    if _NUMBER.match(text):
        into.fault(path, f'unquoted decimal {text}; write "{text}"')
    elif _NOT_PLAIN.match(text):
        into.fault(path, f'unquoted {text}; write "{text}" for the word, true or false for yes and no')
    return text


def _day(text: str, path: Path_, into: YamlFile) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        into.fault(path, f"{text} is no day")
        return text
