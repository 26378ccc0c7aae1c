"""The page that shows a report before it is written.

Rule: what is seen is drawn from the very bytes that are saved.
"""

from scardesk.gui.pages.report.page import ReportPage

__all__ = ["ReportPage"]
