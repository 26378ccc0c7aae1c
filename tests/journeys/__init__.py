"""The clinic's stories, told through the window and through the CLI."""
