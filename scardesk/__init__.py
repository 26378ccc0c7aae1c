"""scardesk."""
