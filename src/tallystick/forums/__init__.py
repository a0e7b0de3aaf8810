"""What courts, tribunals and platforms ask for: rules as data with citations, and what they come to in a dispute."""

from tallystick.forums.evaluate import evaluate
from tallystick.forums.loader import load, load_with_layers

# Every pack that is shipped; each is a folder under packs/.
PACKS = (
    "alibaba-trade-assurance",
    "alibaba-offline-order",
    "alibaba-ipp",
    "cn-court",
    "cn-enforcement",
    "cn-arbitration",
    "hk-sg-arbitration",
    "us-federal",
    "england-wales",
    "eu",
    "ru-arbitrazh",
    "cisg",
)

__all__ = ["PACKS", "evaluate", "load", "load_with_layers"]
