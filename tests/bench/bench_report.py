"""How long a report takes and how large it is, beside ReportLab placing the same photos and nothing else."""

import io
import time
from collections.abc import Callable

from PIL import Image, ImageChops
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from scardesk.model.value import changed
from scardesk.report import render
from scardesk.report.plan import Figure, ReportPlan
from tests.golden.sample_plan import clean_jpeg, many_scars, sample_plan

ROUNDS = 5
PAIRS = 12


def run() -> list[tuple[str, str]]:
    """Figures as (what, value); the best of some rounds."""
    ada = sample_plan()
    many = _many_pairs(ada)
    return [
        *_figures("Ada, 2 pairs, 51 scars", ada),
        *_figures("200 scars, 1 pair", changed(ada, scars=many_scars(200), pairs=ada.pairs[:1])),
        *_figures(f"{PAIRS} pairs, 51 scars", many),
        (f"ReportLab alone, the same {2 * PAIRS} photos", f"{_best(lambda: _photos_alone(many)):.3f} s"),
    ]


def _figures(name: str, plan: ReportPlan) -> list[tuple[str, str]]:
    return [
        (f"{name}: render", f"{_best(lambda: render(plan)):.3f} s"),
        (f"{name}: file", f"{len(render(plan)) / 1e6:.2f} MB"),
    ]


def _many_pairs(plan: ReportPlan) -> ReportPlan:
    """Twelve pairs of different photos, else ReportLab would store equal ones once."""
    pairs = [
        changed(
            pair, view=f"X{at}", before=_shifted(pair.before, at), after=_shifted(pair.before, PAIRS + at)
        )
        for at, pair in enumerate(plan.pairs[at % 2] for at in range(PAIRS))
    ]
    return changed(plan, pairs=tuple(pairs))


def _shifted(figure: Figure, by: int) -> Figure:
    with Image.open(io.BytesIO(figure.jpeg)) as image:
        return changed(figure, jpeg=clean_jpeg(ImageChops.offset(image.convert("RGB"), by)))


def _photos_alone(plan: ReportPlan) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for pair in plan.pairs:
        for at, figure in enumerate(pair.figures):
            canvas.drawImage(ImageReader(io.BytesIO(figure.jpeg)), 50 + 250 * at, 500, 240, 160)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _best(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


if __name__ == "__main__":
    for what, value in run():
        print(f"{what:<48}{value:>12}")
