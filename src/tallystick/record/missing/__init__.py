"""What is missing: one module for each kind of gap, and the table of them."""

from tallystick.record.missing.attachment import announced
from tallystick.record.missing.bounce import bounces
from tallystick.record.missing.deletion import deletions
from tallystick.record.missing.export import cut_exports
from tallystick.record.missing.finding import Detector, Missing, Scene
from tallystick.record.missing.media import absent_media
from tallystick.record.missing.objection import unanswered
from tallystick.record.missing.parent import absent_parents
from tallystick.record.missing.quote import altered_quotes, secondary_copies
from tallystick.record.missing.series import holes
from tallystick.record.missing.side import one_sided
from tallystick.record.missing.version import versions

__all__ = ["DETECTORS", "Detector", "Missing", "Scene", "missing"]

DETECTORS: tuple[Detector, ...] = (
    versions,
    altered_quotes,
    secondary_copies,
    absent_parents,
    announced,
    absent_media,
    deletions,
    cut_exports,
    holes,
    one_sided,
    unanswered,
    bounces,
)
_WEIGHTS = ("high", "medium", "low")


def missing(scene: Scene) -> list[Missing]:
    """Every gap that any detector finds, the weightiest first, in the order of the log within one weight."""
    found = [each for detector in DETECTORS for each in detector(scene)]
    return sorted(found, key=lambda each: (_WEIGHTS.index(each.weight), each.items))
