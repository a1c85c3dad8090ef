"""SHACL: shapes read from a graph, checked themselves, compiled to SPARQL, and run only where a change can matter."""
