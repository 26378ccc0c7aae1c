"""The tests: core/ without Qt, gui/ with it, journeys/ as a clinic would, faults/, golden/, bench/."""
