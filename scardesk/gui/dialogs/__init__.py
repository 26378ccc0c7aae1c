"""The dialogs of the window.

Rule: a dialog that cannot do what was asked says so inside itself and loses nothing that was typed;
dialogs know neither pages nor each other.
"""
