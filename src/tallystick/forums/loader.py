"""Rule packs read from the package's own files, checked as a whole, and kept for the rest of the run.

A pack is a folder: pack.yaml and a file of rules a topic. Its sources are files beside all packs.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from tallystick.errors import MalformedPack, PackNotFound
from tallystick.forums import schema
from tallystick.forums.conversion import Case, cases_of, rule_of, source_of
from tallystick.forums.linking import check_fees, check_rule
from tallystick.forums.yaml_file import YamlFile, read
from tallystick.model.rule import Pack, RuleKind, Source

_T = TypeVar("_T")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_RULES = TypeAdapter(tuple[schema.RuleIn, ...])
_PACK = TypeAdapter(schema.PackIn)
_SOURCE = TypeAdapter(schema.SourceIn)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder that holds packs/, sources/ and series/."""

    root: Traversable

    def names(self) -> tuple[str, ...]:
        """The folders that are packs, in order."""
        folder = self.root / "packs"
        found = folder.iterdir() if folder.is_dir() else iter(())
        return tuple(sorted(each.name for each in found if (each / "pack.yaml").is_file()))

    def yaml(self, *folders: str) -> list[Traversable]:
        """The YAML files of this folder, by name."""
        folder = self.root.joinpath(*folders)
        found = folder.iterdir() if folder.is_dir() else iter(())
        return sorted((each for each in found if each.name.endswith(".yaml")), key=lambda each: each.name)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack with the cases of its rules and the sources that it cites."""

    pack: Pack
    cases: tuple[Case, ...]
    sources: frozenset[str]


SHELF = Shelf(files("tallystick.forums"))


@cache
def load(name: str) -> Pack:
    """The pack by its own name. Raises PackNotFound, MalformedPack."""
    return loaded(name).pack


@cache
def load_with_layers(name: str) -> Pack:
    """The pack with the rules of the packs that apply beneath it; its hash covers theirs.

    Raises PackNotFound, MalformedPack.
    """
    pack = load(name)
    if not pack.layers:
        return pack
    layers = [load(layer) for layer in pack.layers]
    together = hashlib.sha256("\n".join([pack.sha256, *(layer.sha256 for layer in layers)]).encode()).hexdigest()
    return replace(pack, sha256=together, rules=pack.rules + tuple(rule for layer in layers for rule in layer.rules))


@cache
def loaded(name: str, shelf: Shelf = SHELF) -> Loaded:
    """The pack with its cases. Raises PackNotFound, and MalformedPack with every fault of its files and sources."""
    reading = _Reading(shelf, name)
    found, faults = reading.pack(), reading.faults()
    if faults or found is None:
        raise MalformedPack(tuple(faults))
    return found


def load_all(shelf: Shelf = SHELF) -> dict[str, Loaded]:
    """Every pack of the shelf by name. Raises MalformedPack with the faults of all files together."""
    readings = {name: _Reading(shelf, name) for name in shelf.names()}
    found = {name: reading.pack() for name, reading in readings.items()}
    sources = [_source(shelf, entry.name.removesuffix(".yaml")) for entry in shelf.yaml("sources")]
    faults = [fault for reading in readings.values() for fault in reading.faults()]
    faults += [fault for file, _source_, _content in sources for fault in file.faults]
    if faults:
        raise MalformedPack(tuple(dict.fromkeys(faults)))
    return {name: each for name, each in found.items() if each is not None}


class _Reading:
    """One pack while it is read: its files, what they say, and what is wrong with them."""

    def __init__(self, shelf: Shelf, name: str) -> None:
        if not _NAME.match(name) or name not in shelf.names():
            raise PackNotFound(name, shelf.names())
        self.shelf, self.name = shelf, name
        self.contents: list[tuple[str, bytes]] = []
        self.head: schema.PackIn | None = None
        self.head_file = YamlFile("")
        self.topics: dict[str, tuple[YamlFile, tuple[schema.RuleIn, ...]]] = {}
        self._read()
        rules = [rule for _file, found in self.topics.values() for rule in found]
        self.rules: tuple[schema.RuleIn, ...] = tuple(rules)
        cited = sorted({cite.source for rule in rules for value in rule.values for cite in value.cite})
        entries = {entry.name for entry in shelf.yaml("sources")}
        self.sources = {ident: _source(shelf, ident) for ident in cited if f"{ident}.yaml" in entries}
        self._check()

    def pack(self) -> Loaded | None:
        """The pack, None where it has faults."""
        if self.faults() or self.head is None:
            return None
        head, sources = self.head, {ident: each[1] for ident, each in self.sources.items() if each[1] is not None}
        contents = [*self.contents, *((f"sources/{ident}.yaml", each[2]) for ident, each in self.sources.items())]
        pack = Pack(
            id=head.id, title=head.title.model_dump(), version=head.version, sha256=_sha256(contents),
            currency=head.currency, language=head.language, layers=head.layers,
            rules=tuple(rule_of(rule, sources) for rule in self.rules),
        )  # fmt: skip
        return Loaded(pack, tuple(case for rule in self.rules for case in cases_of(head.id, rule)), frozenset(sources))

    def faults(self) -> list[str]:
        """What is wrong with its files and the sources that it cites."""
        read_files = [self.head_file, *(file for file, _rules in self.topics.values())]
        return [fault for file in (*read_files, *(each[0] for each in self.sources.values())) for fault in file.faults]

    def _read(self) -> None:
        for entry in self.shelf.yaml("packs", self.name):
            place, content = f"packs/{self.name}/{entry.name}", entry.read_bytes()
            self.contents.append((place, content))
            file = _yaml(place, content)
            if entry.name == "pack.yaml":
                self.head_file, self.head = file, validated(_PACK, file)
            else:
                self.topics[place] = (file, validated(_RULES, file) or ())

    def _check(self) -> None:
        layers = self.head.layers if self.head else ()
        if self.head is not None and self.head.id != self.name:
            self.head_file.fault(("id",), f"the id is {self.head.id!r}, the folder {self.name!r}")
        for index, layer in enumerate(layers):
            if layer not in self.shelf.names() or layer == self.name:
                self.head_file.fault(("layers", index), f"no pack {layer!r} to be a layer")
        series = [entry.name.removesuffix(".yaml") for entry in self.shelf.yaml("series")]
        seen: dict[str, str] = {}
        for place, (file, rules) in self.topics.items():
            for number, rule in enumerate(rules):
                check_rule(file, number, rule, self.name, self.sources, series)
                if rule.id in seen:
                    file.fault((number, "id"), f"duplicate rule id {rule.id!r}, first in {seen[rule.id]}")
                seen.setdefault(rule.id, place)
        if not self.faults():
            beneath = (rule.id for layer in layers for rule in loaded(layer, self.shelf).pack.rules)
            check_fees(self.topics, {*beneath, *(rule.id for rule in self.rules if rule.kind is RuleKind.FEE)})


def _source(shelf: Shelf, ident: str) -> tuple[YamlFile, Source | None, bytes]:
    content = (shelf.root / "sources" / f"{ident}.yaml").read_bytes()
    file = _yaml(f"sources/{ident}.yaml", content)
    source = validated(_SOURCE, file)
    if source is not None and source.id != ident:
        file.fault(("id",), f"the id is {source.id!r}, the file {ident}.yaml")
    return file, source_of(source) if source is not None else None, content


def _yaml(place: str, content: bytes) -> YamlFile:
    try:
        return read(place, content.decode("utf-8"))
    except UnicodeDecodeError:
        return YamlFile(place, faults=[f"{place}:1: it is not UTF-8"])


def validated(kind: TypeAdapter[_T], file: YamlFile) -> _T | None:
    """What the file says, as this kind; None where it has faults, which are then written down in it."""
    if file.faults:
        return None
    try:
        return kind.validate_json(json.dumps(file.content, ensure_ascii=False), strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        inner = {each["loc"][: len(each["loc"]) - cut] for each in found for cut in range(1, len(each["loc"]))}
        for each in found:
            # A list is also called too short where each of its items is faulty; those are named already.
            if each["type"] != "too_short" or each["loc"] not in inner:
                file.fault(tuple(each["loc"]), _wording(each))
        return None


def _wording(each: ErrorDetails) -> str:
    key, kind = each["loc"][-1] if each["loc"] else "", each["type"]
    given: Any = each["input"]
    if kind == "extra_forbidden":
        return f"unknown key {key!r}"
    if kind == "missing":
        return f"missing key {key!r}"
    if kind in ("enum", "literal_error"):
        place = next((name for name in reversed(each["loc"]) if isinstance(name, str)), "")
        expected = f"; {each['msg'].lower()}" if kind == "literal_error" else ""
        return f"unknown {place} {given!r}{expected}"
    if kind == "value_error":
        return each["msg"].removeprefix("Value error, ")
    where = f"{key!r}: " if isinstance(key, str) and key else ""
    got = "" if isinstance(given, dict | list) else f", got {given!r}"
    return f"{where}{each['msg'][:1].lower()}{each['msg'][1:]}{got}"


def _sha256(contents: Iterable[tuple[str, bytes]]) -> str:
    found = hashlib.sha256()
    for place, content in contents:
        found.update(f"{place}\n{len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()
