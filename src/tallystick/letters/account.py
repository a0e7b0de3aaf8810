"""A letter as JSON: each sentence with its grounds, what is missing, and what was left out and why."""

from __future__ import annotations

from typing import Any

from tallystick.letters.letter import Ground, LeftOut, Letter, Missing, Sentence


def members(letter: Letter) -> dict[str, Any]:
    """The letter as JSON values."""
    return {
        "kind": letter.kind,
        "language": letter.language,
        "title": letter.title,
        "from": letter.sender,
        "to": list(letter.recipients),
        "paragraphs": [
            {"role": paragraph.role, "sentences": [_sentence(each) for each in paragraph.sentences]}
            for paragraph in letter.paragraphs
        ],
        "rests_on": [_ground(ground) for ground in letter.grounds],
        "so_that_it_counts": [_sentence(step) for step in letter.steps],
        "missing": [_missing(each) for each in letter.missing],
        "left_out": [_left_out(each) for each in letter.left_out],
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "id": sentence.ident,
        "text": sentence.text.strip(" "),
        "grounds": [_ground(ground) for ground in sentence.grounds],
    }


def _ground(ground: Ground) -> dict[str, str]:
    found = {"kind": ground.kind, "id": ground.ident}
    return found | {"detail": ground.detail} if ground.detail else found


def _missing(missing: Missing) -> dict[str, Any]:
    return {"fact": missing.fact, "label": dict(missing.label), "sentence": missing.sentence}


def _left_out(left_out: LeftOut) -> dict[str, Any]:
    return {"sentence": left_out.sentence, "facts": list(left_out.facts), "rules": list(left_out.rules)}
