"""The demo: two sample deals kept, joined, searched, sealed and proved; what is missing, and one flipped byte, found.

It runs the command `tally` as a user would, and shows each command before its answer. The timestamp authority (openssl)
and the name server are its own, on the loopback interface; nobody else is asked. Everything it makes is in demo/.
"""

from __future__ import annotations

import json
import os
import shlex
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
          ("katrin-vogel", "sales.mbox", "buero-maildir.zip", "jonas-reimann", "lin-guodong", "alibaba", "papers",
           "bank", "WhatsApp Chat - Mia Chen.zip")]  # fmt: skip
AGENCY = [SAMPLES / "agency-client" / name for name in
          ("office", "thunderbird", "dlya-advokata", "telegram", "telefon", "buhgalteriya", "chasy")]  # fmt: skip
SEARCHES = (
    ("berlin", ["changed bank account"], "English words in any form and order"),
    ("berlin", ["质量问题"], "Chinese, wherever the words are cut"),
    ("berlin", ['"B/L" has:pdf date:2025-12'], "a code, with a PDF, in one month"),
    ("berlin", ["channel:wechat", "10.05"], "a price that was only ever named in a chat"),
    ("berlin", ['"42,570.00"'], "a sum inside a PDF that travelled with a mail"),
    ("berlin", ['"outside the official chat tool"'], "the platform's decision on a page that the browser saved"),
    ("agency", ["оплата счёта"], "Russian in one form finds оплатим, оплату, счету ..."),
    ("agency", ["from:бухгалтерия OR subject:претензия"], "fields and OR"),
)
OURS = {
    "berlin": ("katrin.vogel@spreelicht.example", "jonas.reimann@spreelicht.example", "a.demir@spreelicht.example",
               "t.krueger@spreelicht.example", "sales@spreelicht.example", "leo@qhbridge.example"),
    "agency": ("office@chertezh-slovo.example", "koltsova@chertezh-slovo.example", "tikhomirov@chertezh-slovo.example",
               "buh@chertezh-slovo.example", "akhmetova@chertezh-slovo.example", "osokin@chertezh-slovo.example",
               "pryakhin@chertezh-slovo.example"),
}  # fmt: skip
SAME = (
    ("berlin", ("mail:mia.chen@mingyao-opto.example", "whatsapp-name:Mia Chen", "wechat:wxid_mingyao_mia88",
                "alibaba:2208719904435@icbu"), "she names her WeChat in her mails, and answers there what they ask"),
    ("berlin", ("mail:katrin.vogel@spreelicht.example", "whatsapp-name:Katrin Vogel", "alibaba:2214480317706@icbu"),
     "her own phone and her own account"),
    ("agency", ("mail:krupin-teplo@pochta.example", "telegram:user5510044871"),
     "он пишет «это Вадим» и о тех же счетах"),
)  # fmt: skip
AS_OF = ("--as-of", "2026-05-18")
RATE = "USD/CNY=6.80@2026-05-15:an invented figure for the sample"
MATTERS = {"berlin": "lanterns-cl200", "agency": "kontur-14-09-25"}


def say(text: str) -> None:
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n{text}", flush=True)


def tally(*words: object, expected: tuple[int, ...] = (0,), shown: bool = True, lines: int = 0, begin: str = "") -> str:
    """Runs one command, shows it and its answer; a wrong exit code ends the demo.

    Of a long answer `lines` are shown, from the first that starts with `begin`.
    """
    given = [str(word) for word in words]
    if shown:
        print("\n$ tally " + " ".join(_quoted(_short(word)) for word in given), flush=True)
    done = subprocess.run([TALLY, *given], capture_output=True, text=True, check=False)
    answer = done.stdout + done.stderr
    if done.returncode not in expected:
        sys.exit(f"{answer}\ndemo: this command ended with {done.returncode}, expected {expected}")
    if shown:
        told = answer.rstrip().splitlines()
        print("\n".join(_short(line) for line in _cut(told, lines, begin)), flush=True)
    return done.stdout


def _cut(told: list[str], lines: int, begin: str) -> list[str]:
    """The first line, and `lines` from where they begin; what is left out is counted."""
    first = next((n for n, line in enumerate(told) if begin and line.startswith(begin)), 0)
    head = [told[0], f"... {first - 1} lines"] if first > 1 else told[:first]
    shown = told[first : first + lines] if lines else told[first:]
    left = len(told) - first - len(shown)
    return [*head, *shown, *([f"... {left} more lines"] if left else [])]


def _short(text: str) -> str:
    return text.replace(f"{HOME}/", "")


def _quoted(word: str) -> str:
    """The word as it is typed into a shell; letters of any script need no quotes."""
    return shlex.quote(word) if set(word) & set(" \"'&|;()<>$*?`\\") else word


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


def join(vaults: dict[str, Path]) -> None:
    """Who is who, what belongs to the deal, what happened in the order of time, and what is missing."""
    say("3. Who is who: what proves it is joined, what suggests it is proposed, and a lookalike is called one.")
    tally("--vault", vaults["berlin"], "parties", "--limit", "6")
    for name, ours in OURS.items():
        tally("--vault", vaults[name], "parties", "--ours", *(f"mail:{one}" for one in ours), "--why", "our own side")
    for name, identifiers, why in SAME:
        tally("--vault", vaults[name], "parties", "--same", *identifiers, "--why", why)
    tally("--vault", vaults["berlin"], "parties", "mail:mia.chen@mingyao-opto.example", lines=16)
    say("4. A sheet says what the deal is; the record says what belongs to it, in the order of time.")
    for name, deal in (("berlin", "berlin-shenzhen"), ("agency", "agency-client")):
        tally("--vault", vaults[name], "matter", "apply", SAMPLES / deal / "matter.toml")
    print("\n# mails, two chats and the platform: the week in which a price changed only in chats")
    tally("--vault", vaults["berlin"], "timeline", MATTERS["berlin"], begin="2025-11-17", lines=40)
    tally("--vault", vaults["agency"], "timeline", MATTERS["agency"], begin="2025-10-30", lines=9)
    say("5. What is missing: what each gap rests on, what it weighs, and how to mend it.")
    tally("--vault", vaults["berlin"], "gaps", MATTERS["berlin"], "--missing", lines=60)
    tally("--vault", vaults["agency"], "gaps", MATTERS["agency"], "--missing", "--weight", "medium", lines=24)
    print("\n# to mend a gap in a chat one must know how to export it, in the language of the phone's owner")
    tally("formats", "whatsapp", "--language", "zh")


def make_the_file(vaults: dict[str, Path]) -> None:
    """What counts before whom and what is lacking, which clocks run, what is owed, letters, and three bundles."""
    berlin, agency = vaults["berlin"], vaults["agency"]
    deal, order = MATTERS["berlin"], MATTERS["agency"]
    say("9. What the same messages are worth before a platform and before a court, and what is lacking there.")
    tally("--vault", berlin, "gaps", deal, "--forum", "alibaba-trade-assurance", *AS_OF, lines=24)
    tally("--vault", berlin, "gaps", deal, "--forum", "cn-court", *AS_OF, lines=16, begin="What is required")
    say("10. Which clocks run: a demand that arrived restarts limitation in China, and does not in Russia.")
    tally("--vault", berlin, "deadlines", *AS_OF, "--ics", DEMO / "deadlines.ics", lines=24)
    tally("--vault", agency, "deadlines", *AS_OF, "--steps", "--language", "ru", lines=20)
    say("11. What is owed, what it costs to claim it, and the ways side by side.")
    tally("--vault", berlin, "claim", deal, "--forum", "cn-court", *AS_OF, "--rate", RATE, lines=44)
    tally("--vault", berlin, "compare", deal, *AS_OF, "--rate", RATE, lines=44)
    tally("--vault", agency, "claim", order, "--forum", "ru-arbitrazh", *AS_OF, "--language", "ru", lines=30)
    say("12. A letter, each sentence of which rests on a fact; nothing is sent.")
    tally("--vault", berlin, "letter", "demand", "--matter", deal, "--language", "zh", *AS_OF,
          "--last-date", "2026-06-15", "--fact", "us=Spreelicht Handels GmbH", "--fact", "them=深圳市明曜光电有限公司",
          "--fact", "claim=USD 35607.00",
          "-o", DEMO / "letter", lines=12)  # fmt: skip
    say("13. The bundles. What must be met is looked at first: without a translation nothing is written.")
    tally("--vault", berlin, "bundle", deal, "--forum", "cn-court", *AS_OF, "-o", DEMO / "bundle-cn-court",
          expected=(1,), lines=12)  # fmt: skip
    print("\n# the lawyer has the translations made; until then he looks at it despite that")
    for name, matter, forum in ((berlin, deal, "cn-court"), (berlin, deal, "alibaba-trade-assurance"),
                                (agency, order, "ru-arbitrazh")):  # fmt: skip
        tally("--vault", name, "bundle", matter, "--forum", forum, *AS_OF, "--despite", "-o", DEMO / f"bundle-{forum}",
              expected=(0, 1), lines=10)  # fmt: skip


def run(url: str, root: Path, port: int) -> None:
    configure(url, root, port)
    vaults = {"berlin": DEMO / "berlin", "agency": DEMO / "agency"}
    say(
        "1. Two people each keep what they have: mailboxes, chats, saved pages, papers, screenshots, statements, hours."
    )
    for name, sources in (("berlin", BERLIN), ("agency", AGENCY)):
        tally("init", vaults[name], lines=3)
        tally("--vault", vaults[name], "keep", *sources)
    say("2. They find what was said, in three languages, in mails, chats, attachments and pages.")
    for name, words, why in SEARCHES:
        print(f"\n# {why}")
        tally("--vault", vaults[name], "find", "--limit", "2", *words)
    join(vaults)
    say("6. The log is sealed by a timestamp authority.")
    for vault in vaults.values():
        tally("--vault", vault, "seal")
    say("7. Two mails: what they say, who signed them, and what that does not prove.")
    signed = first_hit(vaults["berlin"], 'from:kestrel-qc.example subject:"inspection report" has:dkim')
    tally("--vault", vaults["berlin"], "show", signed, lines=16)
    mail = first_hit(vaults["berlin"], "subject:inspection subject:failed from:katrin")
    tally("--vault", vaults["berlin"], "show", mail, lines=24)
    say("8. It is proved to a stranger, and so is one attachment alone, with nothing else of its mail.")
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
    make_the_file(vaults)
    say("14. The whole vault is verified, and copied out as a BagIt bag.")
    tally("--vault", vaults["berlin"], "verify")
    tally("--vault", vaults["agency"], "verify", "--quick")
    tally("--vault", vaults["agency"], "export", DEMO / "bag", "--query", "subject:претензия")
    say("15. One bit is flipped in a copy, and found.")
    tally("--vault", flip_a_byte(vaults["berlin"]), "verify", expected=(1,))
    say("What is in demo/ now:")
    for name, what in (
        ("berlin, agency", "the two vaults"),
        ("proof/README.html", "what one mail's proof shows, in plain words; README.zh.html and README.ru.html too"),
        ("proof-of-one-attachment", "the same for one attachment, without the rest of its mail"),
        (
            "bundle-cn-court/hand-in",
            "evidence list and exhibits in Chinese form; open verify.html and drop the folder on it",
        ),
        ("bundle-alibaba-trade-assurance, bundle-ru-arbitrazh", "the same deal for the platform; the agency's claim"),
        ("letter", "a demand in Chinese: draft mail, Word file, PDF, and what each sentence rests on"),
        ("deadlines.ics", "the clocks for a calendar program"),
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
