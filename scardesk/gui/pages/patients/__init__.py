"""The list of patients.

page    the page: search, recent patients, the list
lines   what it shows of each patient, read beside the GUI thread
table   the list as a table that is searched and sorted
cards   patients worked on lately, each with a photo
"""

from scardesk.gui.pages.patients.page import PatientsPage

__all__ = ["PatientsPage"]
