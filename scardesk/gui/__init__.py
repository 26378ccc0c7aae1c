"""Everything that knows Qt: the window on the record.

Rule: the GUI thread owns the library and every QObject; slow work is a job, and its result is
committed here.
"""
