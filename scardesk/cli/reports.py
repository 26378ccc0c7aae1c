"""``scardesk report``."""

import argparse
from pathlib import Path

from scardesk import report as reports
from scardesk.cli import output
from scardesk.cli.opening import open_if_free, operator, patient_with
from scardesk.settings import load, settings_file
from scardesk.workflows import follow_up, reporting


def report(arguments: argparse.Namespace) -> int:
    """Write the progress report of a patient.

    Pairs that nobody has aligned yet are aligned first, unless a window is writing to the library.
    """
    settings = load(settings_file())
    with open_if_free(arguments) as library:
        patient = patient_with(library, arguments.patient)
        facts = reporting.gather(library, patient)
        if facts.untried and library.is_writable:
            found = reporting.align_untried(library.vault, facts, output.progress)
            action = follow_up.keep_alignments(library, found)
            library.commit(action.label, action.edits, scope=action.scope)
            facts = reporting.gather(library, patient)
        plan = reporting.plan_report(
            library.vault,
            facts,
            clinic=settings.clinic,
            author=operator(),
            paper=arguments.paper or settings.paper,
            progress=output.progress,
        )
    path = Path(arguments.out)
    reports.write(plan, path)
    data = {
        "file": str(path),
        "bytes": path.stat().st_size,
        "pairs": len(plan.pairs),
        "scars": len(plan.scars),
    }
    output.say(arguments, data=data, lines=[f"Report written to {path}."])
    return 0
