"""The page that shows two visits of one view.

Rule: it says whether a pair may be compared before anybody looks at a change.
"""

from scardesk.gui.pages.compare.page import ComparePage

__all__ = ["ComparePage"]
