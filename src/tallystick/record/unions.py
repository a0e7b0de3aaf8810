"""Things found to be one, joined step by step, each join with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)


class Unions(Generic[Node]):
    """Disjoint sets. `reasons` holds, for each node that was joined to a set, why it was."""

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self._above: dict[Node, Node] = {node: node for node in nodes}
        self.reasons: dict[Node, str] = {}

    def root(self, node: Node) -> Node:
        """The node that stands for the set of `node`."""
        above = self._above
        above.setdefault(node, node)
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    def join(self, one: Node, other: Node, reason: str) -> bool:
        """Both are in one set; False where they were before."""
        left, right = self.root(one), self.root(other)
        if left == right:
            return False
        self._above[right] = left
        self.reasons.setdefault(other, reason)
        return True

    def sets(self) -> list[list[Node]]:
        """All sets, in the order in which their first node came."""
        found: defaultdict[Node, list[Node]] = defaultdict(list)
        for node in self._above:
            found[self.root(node)].append(node)
        return list(found.values())
