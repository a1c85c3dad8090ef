"""The rules of OWL 2 RL that conclude facts, as SPARQL."""
