"""Answers and neighbourhoods as pictures: first as plain data, then drawn by the optional plotting library."""
