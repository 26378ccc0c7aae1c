"""From a ReportPlan to a PDF.

Hides: ReportLab, and how pages are made.  Rule: drawing knows the plan and nothing else; text that
a person typed is never read as markup; either the whole file is written, or the old one stays.
"""
