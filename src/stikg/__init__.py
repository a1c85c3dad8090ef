"""stikg: a knowledge graph of Japan's science, technology and innovation policy whose every fact can be checked."""

__version__ = "0.1.0"
