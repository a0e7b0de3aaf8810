"""The demo: two sample deals kept, found, sealed, proved and verified, and one flipped byte found.

It runs the command `tally` as a user would, and shows each command before its answer. The timestamp authority (openssl)
and the name server are its own, on the loopback interface; nobody else is asked. Everything it makes is in demo/.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
DEMO = HOME / "demo"
SAMPLES = HOME / "samples"
TALLY = Path(sys.executable).with_name("tally")
BERLIN = [SAMPLES / "berlin-shenzhen" / name for name in
          ("katrin-vogel", "sales.mbox", "buero-maildir.zip", "jonas-reimann", "lin-guodong")]  # fmt: skip
AGENCY = [SAMPLES / "agency-client" / name for name in ("office", "thunderbird", "dlya-advokata")]
SEARCHES = (
    ("berlin", ["changed bank account"], "English words in any form and order"),
    ("berlin", ["质量问题"], "Chinese, wherever the words are cut"),
    ("berlin", ['"B/L" has:pdf date:2025-12'], "a code, with a PDF, in one month"),
    ("agency", ["оплата счёта"], "Russian in one form finds оплатим, оплату, счету ..."),
    ("agency", ["from:бухгалтерия OR subject:претензия"], "fields and OR"),
)


def say(text: str) -> None:
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n{text}", flush=True)


def tally(*words: object, expected: tuple[int, ...] = (0,), shown: bool = True, lines: int = 0) -> str:
    """Runs one command, shows it and its answer (the first `lines` of it); a wrong exit code ends the demo."""
    given = [str(word) for word in words]
    if shown:
        print("\n$ tally " + " ".join(_short(word) for word in given), flush=True)
    done = subprocess.run([TALLY, *given], capture_output=True, text=True, check=False)
    answer = done.stdout + done.stderr
    if done.returncode not in expected:
        sys.exit(f"{answer}\ndemo: this command ended with {done.returncode}, expected {expected}")
    if shown:
        told = answer.rstrip().splitlines()
        cut = [*told[:lines], f"... {len(told) - lines} more lines"] if lines and len(told) > lines else told
        print("\n".join(_short(line) for line in cut), flush=True)
    return done.stdout


def _short(text: str) -> str:
    return text.replace(f"{HOME}/", "")


@contextmanager
def helpers() -> Iterator[tuple[str, Path, int]]:
    """A timestamp authority and a name server on the loopback interface: its URL, its root, the server's port."""
    records = [SAMPLES / deal / "dns.toml" for deal in ("berlin-shenzhen", "agency-client")]
    authority = _started("test_authority.py", "--dir", DEMO / "authority", "--port", "0")
    names = _started("name_server.py", *records)
    try:
        assert authority.stdout is not None
        assert names.stdout is not None
        url, root = authority.stdout.readline().strip(), Path(authority.stdout.readline().strip())
        yield url, root, int(names.stdout.readline())
    finally:
        for process in (authority, names):
            process.terminate()
            process.wait()


def _started(script: str, *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, HOME / "tools" / script, *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def configure(url: str, root: Path, port: int) -> None:
    """The demo's own configuration folder: the user's is not touched."""
    folder = DEMO / "config"
    folder.mkdir(parents=True)
    os.environ["TALLY_CONFIG"] = str(folder)
    os.environ.pop("TALLY_VAULT", None)
    os.environ.pop("TALLY_SIGNING_KEY", None)
    (folder / "config.toml").write_text(
        f'actor = "demo"\n\n[[authority]]\nname = "demo"\nurl = "{url}"\nroots = ["{root}"]\n\n'
        f'[dns]\nservers = ["127.0.0.1"]\nport = {port}\n'
    )


def first_hit(vault: Path, query: str) -> str:
    hits = json.loads(tally("--vault", vault, "--json", "find", query, shown=False))["hits"]
    return str(hits[0]["id"])


def flip_a_byte(vault: Path) -> Path:
    """A copy of the vault in which one bit of one original is another."""
    copy = DEMO / "berlin-with-one-flipped-bit"
    shutil.copytree(vault, copy)
    pack = max((copy / "originals").rglob("*.warc.gz"), key=lambda path: path.stat().st_size)
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 1
    pack.write_bytes(content)
    print(f"\none bit flipped at byte {len(content) // 2} of {_short(str(pack))}")
    return copy


def run(url: str, root: Path, port: int) -> None:
    configure(url, root, port)
    vaults = {"berlin": DEMO / "berlin", "agency": DEMO / "agency"}
    say(
        "1. Two people each make a vault and keep their mail: folders of .eml, an mbox, a Maildir in a zip, Apple Mail."
    )
    for name, sources in (("berlin", BERLIN), ("agency", AGENCY)):
        tally("init", vaults[name], lines=3)
        tally("--vault", vaults[name], "keep", *sources)
    say("2. They find what was said, in three languages.")
    for name, words, why in SEARCHES:
        print(f"\n# {why}")
        tally("--vault", vaults[name], "find", "--limit", "2", *words)
    say("3. The log is sealed by a timestamp authority.")
    for vault in vaults.values():
        tally("--vault", vault, "seal")
    say("4. Two mails: what they say, who signed them, and what that does not prove.")
    signed = first_hit(vaults["berlin"], 'from:kestrel-qc.example subject:"inspection report" has:dkim')
    tally("--vault", vaults["berlin"], "show", signed, lines=16)
    mail = first_hit(vaults["berlin"], "subject:inspection subject:failed from:katrin")
    tally("--vault", vaults["berlin"], "show", mail, lines=24)
    say("5. It is proved to a stranger, and so is one attachment alone, with nothing else of its mail.")
    tally("--vault", vaults["berlin"], "prove", mail, "-o", DEMO / "proof")
    tally("--vault", vaults["berlin"], "prove", mail, "--part", "2", "-o", DEMO / "proof-of-one-attachment")
    for folder in ("proof", "proof-of-one-attachment"):
        print(f"\n$ cd demo/{folder} && python3 verify.py --roots {_short(str(root))}")
        checked = subprocess.run(
            [sys.executable, "-I", "-S", "verify.py", "--roots", root], cwd=DEMO / folder, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        print(checked.stdout.rstrip())
        if checked.returncode != 0:
            sys.exit(f"demo: the proof did not verify ({checked.returncode})")
    say("6. The whole vault is verified, and copied out as a BagIt bag.")
    tally("--vault", vaults["berlin"], "verify")
    tally("--vault", vaults["agency"], "verify", "--quick")
    tally("--vault", vaults["agency"], "export", DEMO / "bag", "--query", "subject:претензия")
    say("7. One bit is flipped in a copy, and found.")
    tally("--vault", flip_a_byte(vaults["berlin"]), "verify", expected=(1,))
    say("What is in demo/ now:")
    for name, what in (
        ("berlin, agency", "the two vaults"),
        ("proof/README.html", "what one mail's proof shows, in plain words; README.zh.html and README.ru.html too"),
        ("proof-of-one-attachment", "the same for one attachment, without the rest of its mail"),
        ("bag", "originals byte for byte in a BagIt bag"),
        ("berlin-with-one-flipped-bit", "the copy that verify refuses"),
    ):
        print(f"  {name:<28} {what}")


def main() -> None:
    shutil.rmtree(DEMO, ignore_errors=True)
    if shutil.which("openssl") is None:
        sys.exit("demo: openssl makes the demo's timestamp authority; install the package openssl")
    with helpers() as (url, root, port):
        run(url, root, port)


if __name__ == "__main__":
    main()
