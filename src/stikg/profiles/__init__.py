"""What of an ontology is outside OWL 2 RL: its expressions, where they may stand, and how they are told in words."""
