"""What the Compare page offers is what a report shows."""

from __future__ import annotations

from datetime import date

from scardesk.gui.pages.compare.series import series_of, shots_of
from scardesk.model.photo import UNKNOWN_VIEW, Light
from scardesk.workflows import compare, photo_care
from tests.gui.conftest import Clinic, commit


def test_the_pairs_of_a_report_are_the_ends_of_the_series(clinic: Clinic) -> None:
    retake = clinic.photo("DSC_0189.JPG")  # becomes a second photo of the right cheek at its visit
    commit(
        clinic.library,
        photo_care.reassign(
            clinic.library, retake, view="CCR", light=Light.STANDARD_FLASH, day=date(2026, 8, 10)
        ),
    )
    found = series_of(clinic.library, shots_of(clinic.library, clinic.patient))
    ends = [(series.shots[0].photo, series.shots[-1].photo) for series in found]
    assert [len(series.shots) for series in found] == [3]
    assert ends == [(p.before, p.after) for p in compare.best_pairs(clinic.library, clinic.patient)]


def test_photos_without_a_view_are_not_offered(clinic: Clinic) -> None:
    for name in ("DSC_0102.JPG", "DSC_0189.JPG"):
        photo = clinic.photo(name)
        day = next(v.day for v in compare.visits_of(clinic.library, clinic.patient) if v.id == photo.visit_id)
        commit(
            clinic.library,
            photo_care.reassign(clinic.library, photo, view=UNKNOWN_VIEW, light=photo.light, day=day),
        )
    found = series_of(clinic.library, shots_of(clinic.library, clinic.patient))
    assert [series.view for series in found] == ["CCR"]
