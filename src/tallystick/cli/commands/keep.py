"""tally keep"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallystick.cli.options import common, jobs_option
from tallystick.cli.output import Output, conflict_members, keys_line, line_of, size
from tallystick.cli.progress import counting, stoppable

if TYPE_CHECKING:
    from tallystick.services.keep import Kept

_MOST_SHOWN = 20


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what would be kept; write nothing.")
@click.option("--offline", "is_offline", is_flag=True, help="Ask no name server for DKIM keys now; 'tally seal' does.")
@jobs_option
@common
def keep(output: Output, sources: tuple[Path, ...], is_dry: bool, is_offline: bool, jobs: int | None) -> int:
    """Keep files, folders, mailboxes, chat exports and archives; what is kept already is met again, not kept twice."""
    from tallystick.services.keep import keep as keep_all
    from tallystick.wiring import edges, name_server, worker_count

    with counting("keeping") as count, stoppable() as stop:
        kept = keep_all(
            output.root(),
            edges(),
            list(sources),
            None if is_offline else name_server(),
            jobs=jobs or worker_count(),
            is_dry=is_dry,
            progress=lambda ledger: count(ledger.kept + ledger.already_kept + len(ledger.refused), None),
            stop=stop,
        )
    ledger = kept.ledger
    document = {**ledger.members(), "ledger_id": kept.ledger_id, "is_dry_run": is_dry}
    output.tell({**document, "conflicts": [*map(conflict_members, kept.conflicts)]}, _lines(kept, is_dry))
    return 3 if ledger.refused or ledger.interrupted or ledger.unbalanced else 0


def _lines(kept: Kept, is_dry: bool) -> Iterator[str]:
    ledger = kept.ledger
    yield f"{'Would keep' if is_dry else 'Kept':<13}{ledger.kept} ({size(ledger.kept_bytes)})"
    yield f"{'Already kept':<13}{ledger.already_kept}"
    yield f"{'Refused':<13}{len(ledger.refused)}"
    for refusal in ledger.refused[:_MOST_SHOWN]:
        yield f"  {line_of(refusal.locator)}: {line_of(refusal.reason)} ({refusal.code})"
    if len(ledger.refused) > _MOST_SHOWN:
        yield f"  and {len(ledger.refused) - _MOST_SHOWN} more: tally show {kept.ledger_id[:12]} --raw"
    balance = "balanced" if not ledger.unbalanced else f"NOT BALANCED, {ledger.unbalanced} unaccounted for"
    yield f"{'Offered':<13}{ledger.offered}, {balance}"
    if ledger.problems:
        yield f"{'Problems':<13}{', '.join(f'{code} {n}' for code, n in sorted(ledger.problems.items()))}"
    if kept.keys is not None and kept.keys.wanted:
        yield f"{'DKIM keys':<13}{keys_line(kept.keys)}"
    for conflict in kept.conflicts[:_MOST_SHOWN]:
        ids = ", ".join(sha256[:12] for _index, sha256, _subject in conflict.originals)
        yield f"{'Finding':<13}{len(conflict.originals)} different mails under one Message-ID: {ids}"
        yield f"{'':<13}{line_of(conflict.message_id, 60)}: {line_of(conflict.originals[0][2], 60)}"
    if kept.witnesses:
        yield f"{'Witnesses':<13}{kept.witnesses} mail(s) carry a checkpoint of this vault"
    if ledger.interrupted:
        yield "Interrupted: what is counted above is safe; run the same command again for the rest."
    if kept.ledger_id:
        yield f"{'Ledger':<13}{kept.ledger_id[:16]}"
