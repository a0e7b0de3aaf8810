"""A sheaf of a long chat does not hold all of it at once."""

from __future__ import annotations

from tallystick.record.entry import sheaf as module
from tallystick.record.entry.sheaf import Chunk, ItemFacts, Sheaf
from tallystick.record.search import SearchDocument

_SHA256 = "ab" * 32


def test_much_is_handed_on_while_it_comes() -> None:
    """Each item stands in exactly one chunk, its rows beside it, and the positions go on."""
    given: list[Chunk] = []
    sheaf = Sheaf(_SHA256)
    sheaf.hand_on(given.append)
    most = module._MOST_WAITING
    for _ in range(most + 3):
        position = sheaf.item(ItemFacts("message", "whatsapp"))
        sheaf.of_item("identifier", position, [("from", "phone", "+49170", "A")])
        sheaf.document(SearchDocument(sha256=_SHA256, position=position, body="x"))
    chunks = [*given, sheaf.take()]
    items = [row[0] for rows, _documents in chunks for row in rows.tables["item"]]
    assert (len(given), items, sheaf.documents) == (1, list(range(most + 3)), most + 3)
    for rows, documents in chunks:
        assert [row[0] for row in rows.tables["item"]] == [row[1] for row in rows.tables["identifier"]]
        assert len(documents) == len(rows.tables["item"])
