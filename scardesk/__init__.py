"""scardesk numbers acne scars once and follows them for life, offline.

A library holds patients; a patient has visits and scars; a visit has photos; a mark is a scar as
seen in one photo.  Everything that a clinician makes is a frozen value; every action is one change
in a hash-chained log; the current state is a view of that log.  Arrows point down this map, and
names that share a line's depth within a room never import each other in a circle.

    __main__                       words after the name go to the CLI, none opens the window

    cli                            arguments in, workflows called, text or JSON out, exit code
    cli/parser                     the table of commands and their arguments
    cli/opening                    how a command gets its library open; pass-phrases
    cli/output                     text, JSON, tables, progress
    cli/writing                    files that the user named
    cli/libraries                  scardesk library …
    cli/patients                   scardesk patient …
    cli/photos                     scardesk import, scardesk photo …
    cli/marks                      scardesk mark …, scardesk carry
    cli/aligning                   scardesk align
    cli/reports                    scardesk report
    cli/demo                       scardesk demo
"""
