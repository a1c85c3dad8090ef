"""The parts of reading Turtle with places: tokens, terms, statements, and how their problems are worded."""
