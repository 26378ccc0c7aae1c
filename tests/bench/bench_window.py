"""Start-up against a bare Qt window, and how long the GUI thread is deaf while a clinic works.

The longest gap is between two ticks of a 5 ms timer: what a hand would feel as a stutter.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from scardesk.assets import resource
from scardesk.gui.look import style
from scardesk.gui.look.tokens import LIGHT
from scardesk.gui.window import Window
from scardesk.library import Library
from scardesk.model.geometry import Point, Spot
from scardesk.model.patient import Visit
from scardesk.model.photo import Light, Photo
from scardesk.model.scar import ScarType
from scardesk.settings import Settings
from scardesk.workflows import intake, marking, register

RUNS = 5
TICK_MS = 5
WHO = "bench"
BARE = (
    "from PySide6.QtWidgets import QApplication, QMainWindow; "
    "a = QApplication([]); w = QMainWindow(); w.show()"
)
OURS = (
    "from pathlib import Path; from scardesk.gui.look import style; from scardesk.settings import Settings; "
    "from PySide6.QtWidgets import QApplication; a = QApplication([]); "
    "from scardesk.gui.window import Window; from scardesk.library import Library; "
    "style.apply(a, style.choose('light')); w = Window(Settings()); w.show(); "
    "w.open_library(Library.open(Path({folder!r}), who='bench'))"
)
FINISH = "; from PySide6.QtCore import QTimer; QTimer.singleShot(0, a.quit); a.exec(); import os; os._exit(0)"

Figures = list[tuple[str, str]]


def run() -> Figures:
    """The figures, each with what it is of."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "library"
        Library.create(folder, passphrase=None, who=WHO)[0].close()
        bare, ours = started(BARE), started(OURS.format(folder=str(folder)))
        figures = [
            ("a bare Qt window, whole process", f"{bare:.0f} ms"),
            (
                "scardesk to a usable list of patients, whole process",
                f"{ours:.0f} ms, {ours / bare:.1f} times that",
            ),
        ]
        return figures + Desk(folder).work()


def started(code: str) -> float:
    """Milliseconds from starting Python to a shown window, the middle of a few runs."""
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code + FINISH], check=True, stderr=subprocess.DEVNULL)
        took.append((time.perf_counter() - start) * 1000)
    return median(took)


class Desk:
    """A window at work, with a clock that notices when it does not answer."""

    def __init__(self, folder: Path) -> None:
        self._app = QApplication.instance() or QApplication([])
        assert isinstance(self._app, QApplication)
        style.apply(self._app, LIGHT)
        self._window = Window(Settings(who=WHO))
        self._window.show()
        self._folder = folder
        self._ticks: list[float] = []
        self._timer = QTimer(interval=TICK_MS)
        self._timer.timeout.connect(lambda: self._ticks.append(time.perf_counter()))

    def work(self) -> Figures:
        """Walk the road once, each step with its longest gap."""
        figures = [self._gap("open the library", lambda: self._window.open_library(self._opened()))]
        figures.append(self._gap("open an empty record", self._open_new))
        figures.append(self._gap("import 6 photos of 6 MP", self._import))
        figures.append(self._gap("show the overview", lambda: self._window.go("overview")))
        figures.append(
            self._gap("show a photo for marking", lambda: self._window.show_on_mark(self._photos()[0]))
        )
        figures.append(self._gap("place 30 marks", self._place))
        last = self._photos()[-1]
        figures.append(self._gap("show the follow-up", lambda: self._window.show_on_mark(last)))
        figures.append(self._gap("align and propose", self._window.actions_["propose"].trigger))
        figures.append(self._gap("confirm all", self._window.actions_["accept_all"].trigger))
        figures.append(self._gap("undo", self._window.actions_["undo"].trigger))
        figures.append(self._gap("compare", lambda: self._window.go("compare")))
        figures.append(self._gap("preview the report", lambda: self._window.go("report")))
        self._window.close()
        return figures

    def _gap(self, what: str, act: Callable[[], object]) -> tuple[str, str]:
        """Do ``act``, wait until nothing is under way, and say how long the loop was deaf at most."""
        self._ticks = [time.perf_counter()]
        self._timer.start()
        loop = QEventLoop()
        still = QTimer(interval=50)
        still.timeout.connect(lambda: loop.quit() if self._window.jobs.is_idle else None)
        QTimer.singleShot(0, act)
        QTimer.singleShot(60, still.start)
        start = time.perf_counter()
        loop.exec()
        self._timer.stop()
        gaps = [(b - a) * 1000 for a, b in zip(self._ticks, self._ticks[1:], strict=False)]
        took = (time.perf_counter() - start) * 1000
        return f"{what}: longest gap of the event loop", f"{max(gaps, default=0):.0f} ms (of {took:.0f} ms)"

    def _opened(self) -> Library:
        return Library.open(self._folder, who=WHO)

    @property
    def _library(self) -> Library:
        assert self._window.session is not None
        return self._window.session.library

    def _open_new(self) -> None:
        assert self._window.session is not None
        patient = register.new_patient(code="1", name="Bench", born=None, sex="unknown", skin="unknown")
        self._window.session.do(register.add(patient))
        self._window.open_patient(patient)

    def _import(self) -> None:
        session = self._window.session
        assert session is not None
        assert session.patient is not None
        patient = session.patient
        names = ("0101", "0103", "0188", "0190", "0274", "0276")
        paths = [resource("samples", f"DSC_{name}.JPG") for name in names]

        def take(results: tuple[intake.Arrival | intake.Refusal, ...]) -> None:
            rows, _ = intake.propose(
                session.library, patient, results, view="CCR", light=Light.STANDARD_FLASH
            )
            session.do(intake.commit_rows(session.library, patient, rows))
            intake.remember_thumbnails(session.library, rows)

        self._window.jobs.run(
            intake.examine,
            session.library.vault,
            paths,
            known=frozenset(),
            key="bench",
            words="Reading",
            done=take,
        )

    def _photos(self) -> list[Photo]:
        session = self._window.session
        assert session is not None
        assert session.patient is not None
        visits = sorted(self._library.children(Visit, session.patient.id), key=lambda visit: visit.day)
        return [self._library.children(Photo, visit.id)[0] for visit in visits]

    def _place(self) -> None:
        session = self._window.session
        assert session is not None
        photo = self._photos()[0]
        for step in range(30):
            place = Spot(centre=Point(500 + 60 * step, 900))
            action, _ = marking.place_new(self._library, photo, type_=ScarType.BOXCAR, place=place)
            session.do(action)
