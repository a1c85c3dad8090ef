"""The one table of prefixes, and the IRIs that the program itself speaks of."""

from __future__ import annotations

import re

BASE = "https://w3id.org/stikg/"
STIKG = BASE + "ontology#"
GRAPH = BASE + "graph/"
#: The named graph of all that follows from the others by the ontology.
DERIVED = GRAPH + "derived"
#: On a server, the named graph that records what was loaded, what the names of graphs begin with in which others are
#: prepared, and of those that hold files outside a tree.
LOADED = GRAPH + "loaded"
STAGING = GRAPH + "staging/"
FILES = GRAPH + "files/"
#: What is there while the derived graph of a store is not what follows from its facts; on a server it has a triple.
BEHIND = f"{DERIVED}/behind"
#: What the IRI of a class without a name begins with, a Skolem IRI (RDF 1.1 Concepts, section 3.5).
GENID = BASE + ".well-known/genid/"
#: What the IRI begins with that stands for a blank node on a server.
BLANK = GENID + "b/"

#: The kinds of entity; `BASE` + kind + `/` + slug is an entity's IRI, `kind:slug` its short form.
KINDS = (
    "affiliation",
    "agreement",
    "city",
    "claim",
    "concept",
    "contribution",
    "country",
    "currency",
    "database",
    "date",
    "definition",
    "difference",
    "disagreement",
    "document",
    "event",
    "exclusion",
    "field",
    "goal",
    "group",
    "identification",
    "involvement",
    "listing",
    "membership",
    "money",
    "observation",
    "organisation",
    "origin",
    "parthood",
    "participation",
    "person",
    "plan",
    "post",
    "programme",
    "reason",
    "recommendation",
    "region",
    "report",
    "setting",
    "standing",
    "status",
    "succession",
    "supervision",
    "tenure",
)

VOCABULARIES = {
    "cc": "http://creativecommons.org/ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "fibo-obj": "https://spec.edmcouncil.org/fibo/ontology/FND/GoalsAndObjectives/Objectives/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "frapo": "http://purl.org/cerif/frapo/",
    "gist": "https://w3id.org/semanticarts/ns/ontology/gist/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sh": "http://www.w3.org/ns/shacl#",
    "shape": BASE + "shape/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "stikg": STIKG,
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

PREFIXES = VOCABULARIES | {kind: f"{BASE}{kind}/" for kind in KINDS}

RDF_TYPE = VOCABULARIES["rdf"] + "type"
RDF_FIRST = VOCABULARIES["rdf"] + "first"
RDF_REST = VOCABULARIES["rdf"] + "rest"
RDF_NIL = VOCABULARIES["rdf"] + "nil"
PREF_LABEL = VOCABULARIES["skos"] + "prefLabel"
CITES = STIKG + "cites"
SUBCLASS = VOCABULARIES["rdfs"] + "subClassOf"

#: The classes whose instances are facts: what coverage counts, and evidence is asked of.
FACT_CLASSES = tuple(STIKG + name for name in ("Relation", "Statement", "Goal", "Recommendation"))


def prologue(*names: str) -> str:
    """The SPARQL prologue that declares prefixes by their names."""
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in names)


_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def shorten(iri: str, prefixes: dict[str, str] = PREFIXES) -> str | None:
    """The `prefix:name` form of an IRI, or None where no prefix fits it whole.

    A name is one or more ASCII letters, digits, `_` or inner `-`, so that it is the same in Turtle, in
    SPARQL and on a command line, without an escape.
    """
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    namespace, local = iri[:cut], iri[cut:]
    if _LOCAL.fullmatch(local):
        for prefix, known in prefixes.items():
            if known == namespace:
                return f"{prefix}:{local}"
    return None


def expand(text: str) -> str | None:
    """The IRI that `<IRI>`, an IRI or `prefix:name` stands for, or None where it is none of these."""
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and _LOCAL.fullmatch(local):
        return PREFIXES[prefix] + local
    if _SCHEME.match(text) and "//" in text and not re.search(r'[\s<>"{}|\\^`\x00-\x20\ud800-\udfff]', text):
        return text
    return None
