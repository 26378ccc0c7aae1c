"""The figures of a report: photos cut, laid on each other and encoded clean.

Hides: decoding and resampling.  Rule: both photos of a pair go the same way through the same steps;
what is not aligned is not laid on anything.
"""

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from scardesk.imaging import decode, fairness, render
from scardesk.imaging.frame import Frame
from scardesk.library import Vault
from scardesk.model.alignment import Alignment
from scardesk.model.geometry import Size
from scardesk.model.photo import Photo
from scardesk.model.progress import Progress
from scardesk.report.plan import Figure, Fit, NumberedMark, Pair, Verdict
from scardesk.workflows import framing, protocol
from scardesk.workflows.framing import Framing, Similarity, Subject
from scardesk.workflows.marking import Marked

_SPARE = 2.0  # decoded finer than printed by this much, so that turning a photo costs no sharpness


class Side(NamedTuple):
    """A photo, the day of its visit, and its marks."""

    photo: Photo
    day: date
    marks: tuple[Marked, ...] = ()

    @property
    def subject(self) -> Subject:
        """What framing needs to know of it."""
        scale = self.photo.scale
        places = tuple(mark.place for mark, _ in self.marks)
        return Subject(self.photo.size, places, scale.mm_per_px if scale is not None else None)


class Shot(NamedTuple):
    """One view as a report shows it; ``after`` None: it has no follow-up."""

    view: str
    before: Side
    after: Side | None = None
    alignment: Alignment | None = None
    verdict: fairness.Verdict | None = None


def drawn(vault: Vault, shots: Sequence[Shot], progress: Progress) -> tuple[Pair, ...]:
    """The pairs of a report with their figures.  Slow.

    Raises LibraryDamaged, UnreadablePhoto, or Cancelled from ``progress``.
    """
    pairs = []
    for done, shot in enumerate(shots):
        progress(done, len(shots), protocol.view(shot.view).name)
        pairs.append(_pair(vault, shot))
    progress(len(shots), len(shots), "")
    return tuple(pairs)


def _pair(vault: Vault, shot: Shot) -> Pair:
    laid = framing.laid_by(shot.alignment) if shot.alignment is not None else None
    frame, is_laid = _framed(shot, laid.onto if laid is not None else None)
    after = shot.after
    return Pair(
        view=shot.view,
        title=protocol.view(shot.view).name,
        before=_figure(vault, shot.before, size=frame.size, into=frame.before),
        after=_figure(vault, after, size=frame.size, into=frame.after) if after and frame.after else None,
        px_per_mm=frame.px_per_mm,
        fit=Fit.AUTOMATIC if is_laid else Fit.NONE,
        residual_mm=_in_mm(frame, laid.residual_px) if laid is not None and is_laid else None,
        verdict=Verdict(shot.verdict.level) if shot.verdict is not None else Verdict.NOT_COMPARABLE,
        reasons=tuple(_sentence(r.words) for r in shot.verdict.reasons) if shot.verdict is not None else (),
    )


def _framed(shot: Shot, onto: Similarity | None) -> tuple[Framing, bool]:
    """The crop, and whether the later photo is laid on the earlier one in it."""
    before = shot.before.subject
    if shot.after is None:
        return framing.alone(before), False
    laid = framing.laid(before, shot.after.subject, onto) if onto is not None else None
    return (laid, True) if laid is not None else (framing.apart(before, shot.after.subject), False)


def _figure(vault: Vault, side: Side, *, size: Size, into: Similarity) -> Figure:
    photo = side.photo
    jpeg = render.encode_jpeg(_cut(vault, photo, size=size, into=into))
    marks = [
        NumberedMark(number=scar.number, type=scar.type, place=into.place(mark.place))
        for mark, scar in side.marks
    ]
    return Figure(
        jpeg=jpeg,
        size=size,
        day=side.day,
        light=photo.light,
        camera=photo.settings.camera or "",
        lens=photo.settings.lens or "",
        marks=tuple(mark for mark in marks if size.holds(mark.place.centre)),
    )


def _cut(vault: Vault, photo: Photo, *, size: Size, into: Similarity) -> Frame:
    """The part of a photo that a figure of ``size`` shows; ``into`` maps photo pixels to its pixels."""
    longest = math.ceil(max(photo.size.width, photo.size.height) * into.scale * _SPARE)
    frame = decode.decode(vault.read(photo.blob), name=photo.file_name, longest_px=longest)
    reduced = _reduced(photo.size, frame.size)
    return render.resample(frame, matrix=into.inverse.then(reduced).matrix, size=size)


def _reduced(whole: Size, small: Size) -> Similarity:
    """From pixels of a photo to those of the same photo, decoded smaller: middle upon middle."""
    scale = small.width / whole.width
    there, here = small.centre, whole.centre
    return Similarity(complex(scale), complex(there.x, there.y) - scale * complex(here.x, here.y))


def _in_mm(frame: Framing, length_px: float) -> float | None:
    """A length in pixels of the earlier photo; None where no scale is known."""
    return length_px * frame.before.scale / frame.px_per_mm if frame.px_per_mm is not None else None


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
