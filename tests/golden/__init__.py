"""What a report says and how marks are drawn, compared with what a person has looked at."""
