"""Files that a chat names or says it had, and that are not held."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from tallystick.record.holdings import HeldOriginal, HeldSighting, Holdings, Key
from tallystick.record.missing.finding import Missing, Scene

_TELLING_NAME = 14
_STEM = re.compile(r"[^\w]+")


def absent_media(scene: Scene) -> Iterator[Missing]:
    """For each chat, the pictures and files that the export left out, and those that it names and that lie nowhere."""
    holdings = scene.holdings
    beside = _names_beside(holdings)
    inside = _names_inside(holdings)
    anywhere = set().union(*inside.values())
    told: set[tuple[str, str]] = set()
    omitted: defaultdict[tuple[str, int], list[Key]] = defaultdict(list)
    for key, parts in holdings.parts.items():
        item = holdings.items[key]
        for part in parts:
            if part.status == "omitted":
                omitted[item.conversation, key[0]].append(key)
            elif part.status == "named":
                name = bare_name(part.name)
                if name in beside[_place(holdings.originals[key[0]])] or name in inside[key[0]]:
                    continue
                # A name that is nobody else's, as a numbered document's, was held with some mail.
                if len(name) >= _TELLING_NAME and name in anywhere:
                    continue
                # Two exports of one chat name the same file.
                if (item.conversation, name) in told:
                    continue
                told.add((item.conversation, name))
                yield Missing(
                    kind="media-not-held", items=(key,), weight="medium",
                    ground=f"the chat names the file {part.name}, which lies neither beside the export nor in it",
                    mend="export the chat again with its media, or copy the file from the phone's own folder",
                    who=scene.sender(key),
                )  # fmt: skip
    for (conversation, _index), keys in omitted.items():
        yield Missing(
            kind="media-omitted", items=tuple(dict.fromkeys(keys)), weight="medium",
            ground=f"{len(keys)} pictures, recordings or files of {conversation} were left out of the export",
            mend="export the chat again with its media while the phone still has them",
        )  # fmt: skip


def _names_inside(holdings: Holdings) -> defaultdict[int, set[str]]:
    """The names of the files that an original carries itself, as a mail its attachments."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for (index, _position), parts in holdings.parts.items():
        found[index].update(bare_name(part.name) for part in parts if part.status in ("held", "inside") and part.name)
    return found


def _names_beside(holdings: Holdings) -> defaultdict[str, set[str]]:
    """The names of all files that were kept from one archive or folder, by that place."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for index, original in holdings.originals.items():
        places: list[HeldOriginal | HeldSighting] = [original, *holdings.sightings.get(index, ())]
        for each in places:
            found[_place(each)].add(bare_name(each.locator.replace("\\", "/").rpartition("/")[2]))
    return found


def _place(original: HeldOriginal | HeldSighting) -> str:
    return original.container_sha256 or original.locator.replace("\\", "/").rpartition("/")[0]


def bare_name(name: str) -> str:
    """A file name as it compares: however its accents are written; direction marks and punctuation are left out."""
    return _STEM.sub("", unicodedata.normalize("NFC", name)).casefold()
