"""The sentence classifier's weights are made from bench/acts and written beside its module; the same input, same bytes.

python tools/acts_model.py [--write] [--rules]

Needs scikit-learn, which nothing else needs. Without --write only the figures of five-fold cross-validation are shown;
--rules shows how often each rule is right on the corpus.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tallystick.language.acts.chinese import CHINESE
from tallystick.language.acts.english import ENGLISH
from tallystick.language.acts.features import every, key, marks, named, words
from tallystick.language.acts.model import FORM, MARK_SHARE
from tallystick.language.acts.own_words import same
from tallystick.language.acts.performed import of_rules, performed
from tallystick.language.acts.russian import RUSSIAN
from tallystick.language.acts.sentences import Sentence
from tallystick.model.act import ActKind

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "bench" / "acts"
WEIGHTS = ROOT / "src" / "tallystick" / "language" / "acts" / "weights.gz"
GRAMMARS = {"en": ENGLISH, "zh": CHINESE, "ru": RUSSIAN}
LABELS = tuple(kind.value for kind in ActKind)
FOLDS = 5
STRENGTH = 1.0  # of the data against the penalty: the inverse of regularisation
LEAST_SEEN = 2
MOST_RARE = 4.0  # what a rare feature counts for at most
MOST = 32000
LEAST_CELL = 0.015  # of the greatest weight: weaker ones are left out
FALSE_SHARE = 0.01  # of the sentences that perform nothing, in cross-validation


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the corpus and the labels it has; none where it performs nothing."""

    text: str
    labels: frozenset[str]


def corpus(language: str, folder: Path = CORPUS) -> list[Line]:
    """The lines of a language, the same sentence once with all its labels; faulty lines are left out and named."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.glob(f"{language}*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            label, _tab, text = line.partition("\t")
            given = set(label.strip().split("+"))
            if not text.strip() or not given <= {*LABELS, "none"}:
                print(f"{path.name}:{number} left out: {line[:60]}")
                continue
            found.setdefault(text.strip(), set()).update(given - {"none"})
    return [Line(text, frozenset(labels)) for text, labels in found.items()]


def vector(text: str, language: str) -> dict[int, float]:
    """The features of a sentence with their values, exactly as the classifier weighs them."""
    low = same(text)
    said = words(low, language)
    values: dict[int, float] = defaultdict(float)
    for names in (list(named(said, language)), list(every(said, language))):
        for name in names:
            values[key(name)] += 1 / math.sqrt(len(names))
    is_question = "?" in text[-3:] or "？" in text[-3:]
    fired = performed(low, Sentence(0, len(text), is_question), (0, len(text)), GRAMMARS[language])
    for name in (*marks(low, GRAMMARS[language], is_question), *of_rules(fired)):
        values[key(name)] += MARK_SHARE
    return values


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learnt: the features' numbers, a row of weights for each, and a bias for each label."""

    keys: list[int]
    cells: np.ndarray
    bias: np.ndarray

    def chances(self, vectors: list[dict[int, float]]) -> np.ndarray:
        sums = matrix(vectors, self.keys) @ self.cells + self.bias
        return np.asarray(1 / (1 + np.exp(-sums)))


def matrix(vectors: list[dict[int, float]], keys: list[int]) -> csr_matrix:
    """The values of the features that are known, a row a sentence."""
    places = {number: at for at, number in enumerate(keys)}
    rows, columns, values = [], [], []
    for row, one in enumerate(vectors):
        for number, value in one.items():
            if number in places:
                rows.append(row)
                columns.append(places[number])
                values.append(value)
    return csr_matrix((values, (rows, columns)), shape=(len(vectors), len(keys)))


def fit(vectors: list[dict[int, float]], labels: list[frozenset[str]], weights: list[float] | None = None) -> Fit:
    """One label against all others, for each label; rare features count for more, as their idf has it."""
    seen = Counter(number for one in vectors for number in one)
    keys = sorted(number for number, times in seen.items() if times >= LEAST_SEEN)
    idf = np.array([min(MOST_RARE, 1 + math.log(len(vectors) / seen[number])) for number in keys])
    values = matrix(vectors, keys).multiply(idf).tocsr()
    cells, bias = np.zeros((len(keys), len(LABELS))), np.full(len(LABELS), -10.0)
    for at, label in enumerate(LABELS):
        wanted = np.array([label in one for one in labels])
        if wanted.sum() < 5:
            continue
        learner = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", max_iter=200)
        learner.fit(values, wanted, sample_weight=weights)
        cells[:, at] = learner.coef_[0] * idf
        bias[at] = learner.intercept_[0]
    return Fit(keys, cells, bias)


def crossed(vectors: list[dict[int, float]], labels: list[frozenset[str]]) -> np.ndarray:
    """For each sentence the chances given by a model that has not seen it."""
    found = np.zeros((len(vectors), len(LABELS)))
    for fold in range(FOLDS):
        rest = [at for at in range(len(vectors)) if at % FOLDS != fold]
        mine = [at for at in range(len(vectors)) if at % FOLDS == fold]
        learnt = fit([vectors[at] for at in rest], [labels[at] for at in rest])
        found[mine] = learnt.chances([vectors[at] for at in mine])
    return found


def threshold(chances: np.ndarray, labels: list[frozenset[str]]) -> float:
    """The chance that at most `FALSE_SHARE` of the sentences without a label reach."""
    highest = np.array([row.max() for row, given in zip(chances, labels, strict=True) if not given])
    return float(np.quantile(highest, 1 - FALSE_SHARE))


def written(learnt: dict[str, tuple[Fit, float]]) -> bytes:
    """The file of weights: as `tallystick.language.acts.model` reads it."""
    body, about = b"", []
    for language, (one, least) in learnt.items():
        scale = float(np.abs(one.cells).max()) / MOST
        cells = np.where(np.abs(one.cells) < LEAST_CELL * MOST * scale, 0, np.rint(one.cells / scale)).astype("<i2")
        kept = np.flatnonzero(cells.any(axis=1))
        keys = np.array([one.keys[at] for at in kept], dtype="<u4")
        about.append({"language": language, "at": len(body), "features": len(kept), "scale": float(f"{scale:.6g}"),
                      "bias": [round(float(value), 4) for value in one.bias],
                      "thresholds": [round(least, 4)] * len(LABELS)})  # fmt: skip
        body += keys.tobytes() + cells[kept].tobytes()
    head = json.dumps({"form": FORM, "labels": LABELS, "languages": about}).encode()
    return gzip.compress(head + b"\n" + body, 9, mtime=0)


def shown(language: str, chances: np.ndarray, labels: list[frozenset[str]], least: float) -> str:
    """Precision and recall in cross-validation."""
    given = [{label for label, chance in zip(LABELS, row, strict=True) if chance >= least} for row in chances]
    hits = sum(len(found & wanted) for found, wanted in zip(given, labels, strict=True))
    found, wanted = sum(map(len, given)), sum(map(len, labels))
    figures = f"precision {hits / max(1, found):.2f}, recall {hits / wanted:.2f}"
    return f"{language}: {len(labels)} sentences, least chance {least:.3f}, {figures}"


def rules(lines: list[Line], language: str) -> str:
    """For each rule how often it fires on the corpus and how often it is right."""
    fires: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for line in lines:
        low = same(line.text)
        sentence = Sentence(0, len(low), is_question=low.endswith(("?", "？")))
        for rule, _found in performed(low, sentence, (0, len(low)), GRAMMARS[language]):
            fires[rule.ground] += 1
            right[rule.ground] += rule.kind.value in line.labels
    names = [rule.ground for rule in GRAMMARS[language].rules]
    return "\n".join(f"{name}\t{right[name]}\t{fires[name]}" for name in names)


def main() -> None:
    """The figures are shown and, with --write, the weights are written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--rules", action="store_true")
    options = parser.parse_args()
    learnt = {}
    for language in GRAMMARS:
        lines = sorted(corpus(language), key=lambda line: key(line.text))
        if options.rules:
            print(rules(lines, language))
            continue
        vectors = [vector(line.text, language) for line in lines]
        labels = [line.labels for line in lines]
        chances = crossed(vectors, labels)
        least = threshold(chances, labels)
        print(shown(language, chances, labels, least))
        learnt[language] = (fit(vectors, labels), least)
    if options.write and learnt:
        WEIGHTS.write_bytes(written(learnt))
        print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
