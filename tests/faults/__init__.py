"""Kill, full disk, damage: what a library must survive."""
