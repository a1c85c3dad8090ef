"""How a SPARQL endpoint is spoken to: one request over HTTP, and what comes back."""
