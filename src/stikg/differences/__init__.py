"""Differences between two states of the graph: read from files or git, told in words, with the answers that change."""
