"""The one window: its frame, its banner, how libraries open in it.

frame     the window itself: pages, actions, notices
banner    who is on the desk: patient, visit, saved
opening   creating, unlocking and closing libraries, slow parts in jobs
"""

from scardesk.gui.window.frame import Window

__all__ = ["Window"]
