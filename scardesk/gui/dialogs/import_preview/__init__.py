"""What is about to be imported, and where each photo is to go.

dialog   reading the files, the preview, one change at the end
rows     the photos as a table that is edited row by row or many at once
cells    how its cells are painted and edited
bar      one field for each thing that can be set on all chosen photos
refused  what was not taken, and why
leavings what reading put into the vault and nobody took in
"""

from scardesk.gui.dialogs.import_preview.dialog import ImportDialog

__all__ = ["ImportDialog"]
