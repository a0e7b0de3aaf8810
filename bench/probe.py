"""Times queries in one process against the search index of a vault.

python -m bench.probe VAULT QUERIES.json ANSWERS.json
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

__all__ = ["main"]

PASSES = 3
LIMIT = 20


def main(vault: str, asked: str, answered: str) -> None:
    """ANSWERS.json holds p50 and p99 in seconds over all queries and for each class, after one pass to warm up."""
    classes: dict[str, list[str]] = json.loads(Path(asked).read_text("utf-8"))
    index = _index(Path(vault))
    empty = {name: sum(not _answer(index, text) for text in texts) for name, texts in classes.items()}
    times = {name: [_timed(index, text) for _ in range(PASSES) for text in texts] for name, texts in classes.items()}
    pooled = [seconds for taken in times.values() for seconds in taken]
    figures = {
        **_quantiles(pooled),
        "classes": {
            name: {**_quantiles(taken), "queries": len(classes[name]), "without a hit": empty[name]}
            for name, taken in times.items()
        },
    }
    Path(answered).write_text(json.dumps(figures, indent=1), "utf-8")


def _index(vault: Path) -> Any:
    from tallystick.record.search import SearchIndex

    return SearchIndex.open(vault / "record" / "index")


def _answer(index: Any, text: str) -> list[Any]:
    found = index.search(text, limit=LIMIT)
    return list(getattr(found, "hits", found))


def _timed(index: Any, text: str) -> float:
    started = time.perf_counter()
    index.search(text, limit=LIMIT)
    return time.perf_counter() - started


def _quantiles(taken: list[float]) -> dict[str, float]:
    hundredths = statistics.quantiles(taken, n=100, method="inclusive")
    return {"p50": hundredths[49], "p99": hundredths[98]}


if __name__ == "__main__":
    main(*sys.argv[1:4])
