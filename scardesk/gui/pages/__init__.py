"""The pages of the window.

Rule: pages never know each other or the window; they ask through ``asked``.
"""
