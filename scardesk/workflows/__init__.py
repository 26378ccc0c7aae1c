"""What a clinic does, as functions of values and progress; the window and the CLI call the same."""
