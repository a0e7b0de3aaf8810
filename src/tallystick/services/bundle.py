"""Bundle: what a forum is handed, compiled from a matter, looked over before it leaves, and written once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from tallystick.bundle import alibaba, preflight
from tallystick.bundle.bundle_pdf import bundle_pdfs
from tallystick.bundle.certificate import Production, certificates
from tallystick.bundle.completeness import Coverage, completeness_csv, statement
from tallystick.bundle.custody_table import custody_csv, timeline_csv
from tallystick.bundle.exhibit_list import list_files
from tallystick.bundle.material import ProofMaterial
from tallystick.bundle.withheld import Withheld, withheld_csv
from tallystick.bundle.wording import in_all, say
from tallystick.errors import NothingToBundle, OutputExists, VaultNotWritable
from tallystick.model.bundle import BundlePdf, Front
from tallystick.model.check import Check
from tallystick.model.exhibit import Exhibit
from tallystick.model.rule import LANGUAGES, ExhibitRule, LayoutRule, Requirement
from tallystick.model.ruling import Ruling
from tallystick.record.holdings import Key
from tallystick.services import account, production
from tallystick.services.bag import Bag, read_through, write_bag
from tallystick.services.exhibits import GROUPS, exhibits
from tallystick.services.forum_style import Style, evaluated, rule_of, style_of, title_of
from tallystick.services.known import Known, open_record
from tallystick.services.opponents import opponents
from tallystick.services.prove import material_of
from tallystick.services.readiness.checks import look
from tallystick.services.readiness.evidence import Evidence
from tallystick.services.readiness.shown import Asked
from tallystick.services.selection import Selection, Taste, select
from tallystick.services.shown import Showing
from tallystick.services.situation import ident_of
from tallystick.vault.vault import Edges

HANDED_IN, INTERNAL = "hand-in", "internal"
_EXTENSIONS = {"application/pdf": "pdf", "message/rfc822": "eml", "text/html": "html", "multipart/related": "mhtml",
               "application/zip": "zip", "text/plain": "txt", "text/csv": "csv"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How the bundle is wanted. `as_of` is the day that stands on it and that the rules are asked for; `roots` are the
    timestamp authorities' that the maker trusts."""

    as_of: date | None = None
    language: str = ""
    has_headers: bool = False
    with_settlement: bool = False
    only_stated: bool = False
    whole_originals: bool = False
    despite: bool = False
    case_number: str = ""
    roots: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """What became of it. Where `is_written` is false a `must` failed and nothing was written."""

    folder: Path
    is_written: bool
    exhibits: int
    pages: int
    enclosed: int
    withheld: tuple[Withheld, ...]
    checks: tuple[Check, ...]
    warnings: tuple[str, ...]
    files: tuple[str, ...] = ()


def bundle(root: Path, edges: Edges, matter: str, forum: str, folder: Path, wish: Wish) -> Compiled:
    """The matter's bundle for the forum is in `folder`, unless a requirement that must be met is not.

    What is handed in stands in `hand-in`, what the maker keeps to himself in `internal`. The same vault, matter, forum,
    wish and day give the same bytes. Raises MatterNotFound, PackNotFound, OutputExists, NothingToBundle, GlyphMissing,
    VaultDamaged, VaultNotWritable.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputExists(folder)
    with open_record(root, edges) as known:
        making = _Making.of(known, matter, forum, wish, wish.as_of or edges.clock().date())
        if not making.exhibits:
            raise NothingToBundle(matter, len(making.selection.withheld))
        return making.compiled(folder)


@dataclass(slots=True)
class _Making:
    known: Known
    name: str
    forum: str
    wish: Wish
    as_of: date
    rulings: tuple[Ruling, ...]
    style: Style
    selection: Selection
    exhibits: tuple[Exhibit, ...]
    outside: Mapping[int, str]  # log indexes of originals that are not enclosed, with the ground
    coverage: tuple[Coverage, ...]
    evidence: Evidence

    @classmethod
    def of(cls, known: Known, name: str, forum: str, wish: Wish, as_of: date) -> _Making:
        evidence = Evidence(known, known.matter(name))
        rulings = evaluated(forum, evidence.certain, as_of)
        style = style_of(forum, rulings, wish.language)
        language = style.layout.language
        style = replace(style, layout=replace(style.layout, shows_headers=wish.has_headers))
        taste = Taste(language, wish.with_settlement, wish.only_stated, style.is_seen_by_opponent)
        selection = select(known, evidence.matter, evidence.said, taste)
        made = exhibits(known, selection, style.numbering, language, Showing(known, wish.has_headers))
        outside = account.not_enclosed(
            known, selection, (each.log_index for each in made), is_whole_allowed=wish.whole_originals
        )
        covered = account.threads_covered(known, selection, language)
        return cls(known, name, forum, wish, as_of, rulings, style, selection, made, dict(outside), covered,
                   evidence)  # fmt: skip

    @property
    def language(self) -> str:
        return self.style.layout.language

    @property
    def made_at(self) -> datetime:
        return datetime.combine(self.as_of, time(), UTC)

    @property
    def enclosed(self) -> tuple[str, ...]:
        found = {each.log_index: each.sha256 for each in self.exhibits if each.log_index not in self.outside}
        return tuple(found[index] for index in sorted(found))

    @property
    def opponents(self) -> tuple[str, ...]:
        return opponents(self.selection.matter.counterparties)

    def compiled(self, folder: Path) -> Compiled:
        front = self.front()
        served = self.opponents if "copies" in self.style.extras else ()
        fronts = (front, *(replace(front, copy_for=each) for each in served))
        pdf, *copies = bundle_pdfs(self.exhibits, layout=self.style.layout, fronts=fronts, time=self.made_at)
        files = dict(self.files(pdf, front))
        files |= {f"copies/opponent-{number}/bundle.pdf": each.content for number, each in enumerate(copies, 1)}
        proofs = tuple(material_of(self.known.vault, each, self.wish.roots, self.made_at) for each in self.enclosed)
        checks = preflight.preflight(self.rulings, self.made(pdf, files, proofs), self.shown_by_record)
        stopped = preflight.blocking(checks) and not self.wish.despite
        warnings = tuple(self.warnings(pdf))
        written = () if stopped else self.written(folder, files, proofs, checks, warnings)
        return Compiled(
            folder=folder, is_written=not stopped, exhibits=len(self.exhibits), pages=pdf.pages,
            enclosed=len(self.enclosed), withheld=tuple(self.withheld()), checks=checks, warnings=warnings,
            files=written,
        )  # fmt: skip

    # What is in it

    def front(self) -> Front:
        sheet, language = self.selection.matter.sheet, self.language
        groups = [*GROUPS, *dict.fromkeys(each.group for each in self.exhibits if each.group not in GROUPS)]
        headings = [(group, in_all(f"group.{group}") if group in GROUPS else dict.fromkeys(LANGUAGES, group))
                    for group in groups] if self.style.numbering.order == "element-then-time" else []  # fmt: skip
        ours = ", ".join(party.name for party in self.selection.matter.ours)
        parties = [(say(language, "party.ours"), ours), (say(language, "party.theirs"), "; ".join(self.opponents))]
        return Front(
            title=sheet.title or sheet.name, forum=title_of(self.forum, language), case_number=self.wish.case_number,
            parties=tuple(pair for pair in parties if pair[1]), submitter=ours, day=self.as_of,
            copies=1 + len(self.opponents) if "copies" in self.style.extras else 1, groups=tuple(headings),
            timeline=account.timeline_rows(self.known, self.selection, self.shown_in()),
            custody=account.custody(self.known.vault, self.exhibits, language),
            completeness=statement(self.coverage, language),
            notice=say(language, "warning.shown-to-opponent") if self.style.is_seen_by_opponent else "",
        )  # fmt: skip

    def shown_in(self) -> Mapping[Key, str]:
        """Which exhibit shows an item."""
        numbers = {each.ident: each.number for each in self.exhibits}
        found: dict[Key, str] = {}
        for run in self.selection.runs:
            number = numbers.get(ident_of(self.known, run.keys[0]), "")
            found |= {key: number for key in run.keys if key not in run.left_out}
        return found

    def files(self, pdf: BundlePdf, front: Front) -> Iterator[tuple[str, bytes]]:
        """Everything below `data/` but the originals."""
        yield "bundle.pdf", pdf.content
        yield from list_files(self.exhibits, self.style.layout, front, pdf, self.made_at)
        yield "custody.csv", custody_csv(front.custody, self.language)
        yield "timeline.csv", timeline_csv(front.timeline, self.language)
        yield "completeness.csv", completeness_csv(self.coverage, self.language)
        if "platform-pack" in self.style.extras:
            rule = rule_of(self.rulings, ExhibitRule)
            rule = rule if isinstance(rule, ExhibitRule) else ExhibitRule()
            for each in alibaba.pack(pdf.content, self.originals(), rule):
                yield f"platform/{each.name}", each.content
        if "production" in self.style.extras:
            yield from production.files(self.known, self.exhibits, self.style.layout, pdf, frozenset(self.enclosed))
            signed = self.known.vault.log.size
            about = Production(matter=self.name, origin=self.known.vault.sheet.origin, log_size=signed,
                               program=self.known.vault.edges.software, day=self.as_of,
                               exhibits=self.exhibits)  # fmt: skip
            yield from certificates(about).items()

    def originals(self) -> Iterator[tuple[str, bytes]]:
        """The enclosed originals by a name with the number of the exhibit."""
        for each in {each.log_index: each for each in reversed(self.exhibits)}.values():
            if each.log_index not in self.outside:
                media = self.known.holdings.originals[each.log_index].media_type
                suffix = _EXTENSIONS.get(media) or media.rpartition("/")[2].lower().replace("jpeg", "jpg")
                suffix = suffix if suffix.isalnum() and len(suffix) <= 5 else "bin"
                yield f"exhibit-{each.number}.{suffix}", self.known.vault.read(each.sha256)

    def withheld(self) -> Iterator[Withheld]:
        yield from self.selection.withheld
        for index, ground in sorted(self.outside.items()):
            original = self.known.holdings.originals[index]
            yield Withheld(ident=original.sha256, kind="original", at=original.kept_at, sender="",
                           reason="not-enclosed", why=say(self.language, f"withheld.{ground}"))  # fmt: skip

    def warnings(self, pdf: BundlePdf) -> Iterator[str]:
        held = [each.ident[:12] for each in self.selection.withheld if each.reason == "held-back"]
        if held:
            yield say(self.language, "warning.held-back", count=len(held), which=", ".join(held[:10]))
        if self.style.is_seen_by_opponent:
            yield say(self.language, "warning.shown-to-opponent")
        if ours := account.ours_alone(self.known, self.selection, self.exhibits):
            yield say(self.language, "warning.ours-alone", count=len(ours), which=", ".join(ours[:20]))
        if self.outside:
            yield say(self.language, "warning.not-enclosed", count=len(self.outside))
        yield from (f"{number}: {remark}" for number, remark in pdf.remarks)
        yield from self.selection.matter.unknown

    # Looked over and written

    def shown_by_record(self, wanted: Requirement) -> Check:
        """What the record shows of a requirement, or a person states on the sheet."""
        return look(self.evidence, Asked(wanted, self.language, self.rulings, self.as_of))

    def made(self, pdf: BundlePdf, files: Mapping[str, bytes], proofs: Sequence[ProofMaterial]) -> preflight.Made:
        """What preflight looks at, once the bytes of every original agree with the log. Raises VaultDamaged."""
        read_through(self.known.vault, {each.sha256 for each in self.exhibits})
        below = "platform/" if "platform-pack" in self.style.extras else ""
        handed = [(name.removeprefix(below), len(content)) for name, content in files.items() if name.startswith(below)]
        exhibit_rule, layout_rule = rule_of(self.rulings, ExhibitRule), rule_of(self.rulings, LayoutRule)
        has = {"custody"} | ({"load-files", "certificates"} if "production" in self.style.extras else set())
        cut = [each.thread for each in self.coverage if set(dict(each.outside)) - {"copy", "settlement", "privileged"}]
        channels = {run.keys[0]: self.known.holdings.items[run.keys[0]].channel for run in self.selection.runs}
        platform = {ident_of(self.known, key): name in ("alibaba", "1688") for key, name in channels.items()}
        return preflight.Made(
            exhibits=self.exhibits, pdf=pdf, layout=self.style.layout, language=self.language, handed_in=handed,
            copies=len(self.opponents) if "copies" in self.style.extras else 0, opponents=len(self.opponents),
            stamped=sum(1 for each in proofs if each.timestamps),
            enclosed=len(self.enclosed), incomplete=cut, settlement_out=not self.wish.with_settlement,
            lawyers=self.selection.matter.sheet.lawyers,
            platform=[platform.get(each.ident, False) for each in self.exhibits],
            numbers=self.selection.matter.sheet.numbers, has=frozenset(has),
            exhibit_rule=exhibit_rule if isinstance(exhibit_rule, ExhibitRule) else None,
            layout_rule=layout_rule if isinstance(layout_rule, LayoutRule) else None,
        )  # fmt: skip

    def written(self, folder: Path, files: Mapping[str, bytes], proofs: tuple[ProofMaterial, ...],
                checks: Sequence[Check], warnings: Sequence[str]) -> tuple[str, ...]:  # fmt: skip
        vault = self.known.vault
        facts = (
            ("Source-Organization", ", ".join(party.name for party in self.selection.matter.ours)),
            ("External-Description", f"{self.name} for {self.forum}"),
            ("External-Identifier", vault.sheet.origin),
            ("Bagging-Date", f"{self.as_of}"),
            ("Bag-Software-Agent", vault.edges.software),
        )
        readme = "\n\n".join(
            f"{say(each, 'readme.title', matter=self.name, forum=self.forum)}\n{say(each, 'readme.lead')}"
            for each in (self.language, *(each for each in LANGUAGES if each != self.language))
        )
        bag = Bag(files, proofs, {"README.txt": f"{readme}\n".encode()}, facts)
        try:
            names = write_bag(vault, folder / HANDED_IN, bag)
            internal = folder / INTERNAL
            internal.mkdir()
            (internal / "withheld.csv").write_bytes(withheld_csv(self.withheld()))
            (internal / "checklist.csv").write_bytes(preflight.checklist_csv(self.rulings, self.language))
            (internal / "preflight.csv").write_bytes(preflight.preflight_csv(checks))
            (internal / "warnings.txt").write_text("".join(f"{each}\n" for each in warnings), encoding="utf-8")
        except OSError as error:
            raise VaultNotWritable(str(folder), str(error)) from error
        return tuple(f"{HANDED_IN}/{name}" for name in names)
