"""Where the signing key is, and who may read it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tallystick.errors import SigningKeyExposed, SigningKeyMissing, SigningKeyWrong
from tallystick.vault.signing import VARIABLE, KeyRing

ORIGIN = "tallystick/a b/ü-1"


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "keys", {})


def test_saved_key_is_loaded(ring: KeyRing) -> None:
    """A saved key is loaded again, from a file that nobody else may read, in a folder that nobody else may list."""
    signer = ring.make("tallystick/one", bytes(range(32)))
    path = ring.save(signer)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["tallystick_one.key"]
    assert str(ring.load("tallystick/one", str(signer.verifier)).verifier) == str(signer.verifier)


def test_file_name_stays_in_the_folder(ring: KeyRing) -> None:
    """No origin leads out of the folder of keys."""
    for origin in (ORIGIN, "../../etc/passwd", "a/../../b", "x\0y"):
        assert ring.path(origin).parent == ring.folder


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o660, 0o666, 0o601])
def test_exposed_key(ring: KeyRing, mode: int) -> None:
    """A key that others may read is refused, with the mode that it has."""
    signer = ring.make("one", bytes(32))
    ring.save(signer).chmod(mode)
    with pytest.raises(SigningKeyExposed, match=f"{mode:04o}"):
        ring.load("one", str(signer.verifier))


def test_missing_key(ring: KeyRing) -> None:
    """A key that is not there raises SigningKeyMissing with the place where it was looked for."""
    with pytest.raises(SigningKeyMissing, match=r"one\.key"):
        ring.load("one", "one+00000000+AA==")


@pytest.mark.parametrize("text", ["", "nonsense", "PRIVATE+KEY+one+00000000+AA==", "ü"])
def test_unreadable_key(ring: KeyRing, text: str) -> None:
    """A file that holds no key is refused without showing what it holds."""
    signer = ring.make("one", bytes(32))
    ring.save(signer).write_text(text, encoding="utf-8")
    with pytest.raises((SigningKeyWrong, SigningKeyMissing)) as caught:
        ring.load("one", str(signer.verifier))
    assert not text or text not in str(caught.value)


def test_wrong_key(ring: KeyRing) -> None:
    """The key of another vault is refused."""
    other = ring.make("one", bytes(range(32)))
    ring.save(ring.make("one", bytes(32)))
    with pytest.raises(SigningKeyWrong):
        ring.load("one", str(other.verifier))


def test_environment_comes_first(ring: KeyRing) -> None:
    """A key in the environment is used in place of the file, and must be the right one too."""
    signer = ring.make("one", bytes(range(32)))
    ring.save(ring.make("one", bytes(32)))
    given = KeyRing(ring.folder, {VARIABLE: signer.encode() + "\n"})
    assert str(given.load("one", str(signer.verifier)).verifier) == str(signer.verifier)
    with pytest.raises(SigningKeyWrong):
        KeyRing(ring.folder, {VARIABLE: "nonsense"}).load("one", str(signer.verifier))


def test_a_mask_does_not_matter(ring: KeyRing) -> None:
    """Whatever the user's mask, the key is his alone."""
    before = os.umask(0)
    try:
        assert ring.save(ring.make("one", bytes(32))).stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)


def test_leftover_of_an_interrupted_save(ring: KeyRing) -> None:
    """A half-written file of an earlier run, readable by others, does not make the new key so."""
    ring.folder.mkdir(parents=True)
    left = ring.path("one").with_suffix(".new")
    left.write_text("half")
    left.chmod(0o644)
    assert ring.save(ring.make("one", bytes(32))).stat().st_mode & 0o777 == 0o600
