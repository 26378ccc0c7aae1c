"""The grid of one patient's record: rows are views, columns are visits, gaps show.

page         the page: header, grid, what is selected
board        what the grid holds, as values
grid         the table: moving, choosing one or two photos
heads        its row and column titles
cells        how a photo and a gap are painted
details      the strip below: how the chosen photo was taken
photo_form   correcting view, light and day of a photo
"""

from scardesk.gui.pages.overview.page import OverviewPage

__all__ = ["OverviewPage"]
