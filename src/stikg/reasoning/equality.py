"""The rules of table 4 of OWL 2 RL that conclude facts: what owl:sameAs carries from one name to another."""

from __future__ import annotations

from stikg.reasoning.model import Rule, Test, Var
from stikg.reasoning.properties import SAME

_S, _P, _O, _T = Var("s"), Var("p"), Var("o"), Var("t")


def of_equality() -> tuple[Rule, ...]:
    """The rules eq-sym, eq-trans, eq-rep-s, eq-rep-p and eq-rep-o; they need no axiom."""
    different, other = (Test("distinct", (_S, _T)),), Test("distinct", (_P, SAME))
    resource = Test("resource", (_T,))
    return (
        Rule("eq-sym", (), ((_S, SAME, _T),), (_T, SAME, _S), (resource,)),
        Rule("eq-trans", (), ((_S, SAME, _P), (_P, SAME, _T)), (_S, SAME, _T), different),
        Rule("eq-rep-s", (), ((_S, SAME, _T), (_S, _P, _O)), (_T, _P, _O), (*different, other, resource)),
        Rule("eq-rep-p", (), ((_P, SAME, _T), (_S, _P, _O)), (_S, _T, _O), (Test("iri", (_T,)),)),
        Rule("eq-rep-o", (), ((_O, SAME, _T), (_S, _P, _O)), (_S, _P, _T), (Test("distinct", (_O, _T)), other)),
    )
