"""The rules of OWL 2 RL that conclude a contradiction, as shapes."""
