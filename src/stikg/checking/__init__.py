"""The checks of new facts beside shapes and logic: reading, terms, characters, names, sources, and how all is told."""
