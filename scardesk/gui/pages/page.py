"""Moved: use scardesk.gui.desk.  This module goes away at integration."""

from scardesk.gui.desk import Desk, Page

__all__ = ["Desk", "Page"]
