"""Any change of any byte of evidence in a proof folder is found, even by one who keeps the manifest in step."""

from __future__ import annotations

import importlib.util
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.bundle import verify
from tallystick.seal import note

MAKER = Path(__file__).resolve().parents[1] / "unit" / "bundle" / "folder_maker.py"
# docs/proof.md, "Files that carry no evidence".
NO_EVIDENCE = ("manifest.json", "verify.py", "README", "roots/")


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The module that makes logs, mails and folders."""
    spec = importlib.util.spec_from_file_location("folder_maker", MAKER)
    assert spec is not None
    assert spec.loader is not None
    sys.modules["folder_maker"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["folder_maker"])
    return sys.modules["folder_maker"]


@pytest.fixture(scope="module")
def authority(maker: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> object:
    """A timestamp authority by openssl."""
    return maker.test_authority.Authority(tmp_path_factory.mktemp("authority"))


def other_verdicts(folder: Path, roots: Path) -> set[str]:
    """All verdicts but that of the manifest, with which an attacker would deal."""
    options = Namespace(roots=str(roots), key=None, against=None, consistency=None)
    verification = verify.Verification(verify.Folder(str(folder)), options)
    verification.run()
    return {finding.verdict for finding in verification.findings if finding.duty != "folder"}


def evidence(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(NO_EVIDENCE) and not name.endswith(".pem"):
            yield name


def spare(name: str, raw: bytes) -> Iterator[range]:
    """Places in a timestamp reply that prove nothing: the unsigned status, and certificates above the signer's."""
    if name.endswith(".tsr"):
        status = verify.der(raw).children(0x30)[0]
        yield range(raw.index(status.raw) + 4, raw.index(status.raw) + 5)
        stated = verify.parse_token(raw, Path(name.rsplit(".", 2)[0] + ".checkpoint").read_bytes())
        for certificate in stated.certificates:
            if certificate != stated.signer:
                yield range(raw.index(certificate.raw), raw.index(certificate.raw) + len(certificate.raw))


def survivors(folder: Path, roots: Path, step: Callable[[int], int]) -> list[tuple[str, int]]:
    """Each place of each evidence file where a flipped bit goes unnoticed."""
    assert other_verdicts(folder, roots) == {"PASS"}
    unnoticed = []
    for name in evidence(folder):
        raw = (folder / name).read_bytes()
        idle = list(spare(str(folder / name), raw))
        for place in range(0, len(raw), step(len(raw))):
            if any(place in span for span in idle):
                continue
            (folder / name).write_bytes(raw[:place] + bytes([raw[place] ^ 1 << place % 8]) + raw[place + 1 :])
            if "FAIL" not in other_verdicts(folder, roots):
                unnoticed.append((name, place))
        (folder / name).write_bytes(raw)
    return unnoticed


@pytest.mark.slow
def test_no_flipped_byte_of_a_part_proof_goes_unnoticed(maker: ModuleType, authority: object, tmp_path: Path) -> None:
    """Every byte of every evidence file of a small part proof matters to a duty other than the manifest's."""
    log, mail = maker.Log(), maker.plain_mail()
    index = log.keep_parts(mail, maker.part_spans(mail))
    log.fill(2)
    material = maker.single_part(log, index, mail, "2", timestamps=(log.stamped(authority, index),))
    folder = maker.write(tmp_path / "proof", material)
    assert survivors(folder, authority.root, lambda _size: 1) == []  # type: ignore[attr-defined]


@pytest.mark.slow
def test_no_flipped_byte_of_a_whole_proof_goes_unnoticed(maker: ModuleType, authority: object, tmp_path: Path) -> None:
    """The same holds, sampled, for a mail with two DKIM keys, a rotation and two timestamps."""
    folder, _ = maker.full_folder(tmp_path / "proof", authority)
    assert survivors(folder, authority.root, lambda size: max(1, size // 40)) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("keep", [0, 1, 0.5, 0.9])
def test_no_truncated_evidence_file_goes_unnoticed(
    maker: ModuleType, authority: object, tmp_path: Path, keep: float
) -> None:
    """A file cut short, to nothing or by its last byte, fails."""
    log, mail = maker.Log(), maker.plain_mail()
    index = log.keep(mail)
    folder = maker.write(
        tmp_path / "proof", maker.whole(log, index, mail, timestamps=(log.stamped(authority, index),)), mail
    )
    for name in evidence(folder):
        raw = (folder / name).read_bytes()
        (folder / name).write_bytes(raw[: int(len(raw) * keep) if keep < 1 else -1])
        assert "FAIL" in other_verdicts(folder, authority.root), name  # type: ignore[attr-defined]
        (folder / name).write_bytes(raw)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400))
def test_parsers_raise_nothing_but_what_a_duty_turns_into_a_verdict(raw: bytes) -> None:
    """Arbitrary bytes for each parser end in Wrong, Unchecked or an error that counts as damage."""
    readers: list[Callable[[], object]] = [
        lambda: verify.parse_proof(raw),
        lambda: verify.parse_checkpoint(raw),
        lambda: verify.parse_token(raw, b""),
        lambda: verify.parse_pem(raw),
        lambda: verify.parse_key(raw.decode("latin-1")),
        lambda: verify.canonical(raw),
        lambda: verify.tags(raw),
        lambda: verify.decoded_body(raw),
    ]
    for read in readers:
        try:
            read()
        except (verify.Wrong, verify.Unchecked, *verify.DAMAGE):
            continue


@settings(max_examples=60, deadline=None)
@given(size=st.integers(1, 70), place=st.integers(0, 69), old=st.integers(1, 70))
def test_inclusion_and_consistency_agree_with_the_log_that_made_them(size: int, place: int, old: int) -> None:
    """The verifier's own tree arithmetic accepts every proof that the seal layer makes."""
    from tallystick.seal import merkle

    place, old = place % size, 1 + old % size
    leaves = [merkle.leaf_hash(b"%d" % number) for number in range(size)]
    read, root = merkle.hash_reader(leaves), merkle.root(leaves)
    path = merkle.inclusion_proof(place, size, read)
    assert verify.root_from(leaves[place], place, size, path) == root
    if old < size:
        before = verify.Checkpoint(b"", verify.Note(b"", "", b"", b""), "", old, merkle.root(leaves[:old]))
        after = before._replace(size=size, root=root)
        verify.check_consistency(before, after, merkle.consistency_proof(old, size, read))
        with pytest.raises(verify.Wrong):
            verify.check_consistency(before._replace(root=bytes(32)), after, merkle.consistency_proof(old, size, read))


@settings(max_examples=40, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), text=st.binary(max_size=80), place=st.integers(0, 511))
def test_ed25519_agrees_with_the_library(seed: bytes, text: bytes, place: int) -> None:
    """A signature of the library's is accepted, and refused with any bit changed."""
    key = note.SignerKey("a", seed)
    signature = key.sign_bytes(text)
    assert verify.ed25519_ok(key.verifier.public_key, text, signature)
    changed = bytearray(signature)
    changed[place // 8] ^= 1 << place % 8
    with suppress(verify.Wrong):
        assert not verify.ed25519_ok(key.verifier.public_key, text, bytes(changed))
