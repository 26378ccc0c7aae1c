"""Numbering scars on one photo, and confirming the numbers of the visit before.

page     the page: canvas, actions, what a hand's intent becomes
queue    which numbers wait for an answer on this photo
rows     the list of scars: model and view
panel    the list, and the fields of the chosen scar
strip    the photos of this visit, and this view at other visits
"""

from scardesk.gui.pages.mark.page import MarkPage

__all__ = ["MarkPage"]
