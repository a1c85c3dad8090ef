"""Why a triple follows: the shortest proof, found backwards from the triple by the rules, down to what is stated.

Source of how the shortest is found: D. E. Knuth, A generalization of Dijkstra's algorithm, Information Processing
Letters 6 (1977).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from stikg.graph import basis
from stikg.reasoning.backwards import Goal, Heads, Held, Instance, by_head, instances
from stikg.reasoning.model import Rule
from stikg.store import Store
from stikg.table import Triple

#: The most applications of rules that a proof is looked for among.
MOST = 100_000
#: Applications of rules, then stated triples that are our reading: what is to be least.
_Cost = tuple[int, int]
#: The least cost of each goal that can be proved, and its last step, premises before what they prove.
_Chosen = dict[Goal, tuple[_Cost, Instance | None]]


@dataclass(frozen=True, eq=False)
class Proof:
    """Why a triple holds: by a rule from premises, each proved; or some named graphs state it, and the rule is None.

    Premises stand in the order of the rule's body. Where two steps rest on the same triple, they share its proof.
    """

    triple: Triple
    rule: Rule | None
    premises: tuple[Proof, ...] = ()
    graphs: tuple[str, ...] = ()


def proof(store: Store, steps: Sequence[Rule], triple: Triple, most: int = MOST) -> Proof | None:
    """The proof of a triple by the fewest applications of rules; None where it is neither stated nor follows.

    The store holds the derived graph of the rules. What two steps share counts for each of them. Of equally short
    proofs it is one with the fewest triples that are our reading, and always the same. InputError where more than
    `most` applications of rules may lead to it.
    """
    return proofs(store, steps, [triple], most).get(triple)


def proofs(store: Store, steps: Sequence[Rule], triples: Iterable[Triple], most: int = MOST) -> dict[Triple, Proof]:
    """The proof of each of some triples that is stated or follows, as `proof` finds it, with few queries for all.

    InputError where more than `most` applications of rules for each of them may lead to them.
    """
    asked, held, rules = list(dict.fromkeys(triples)), Held(store), by_head(steps)
    held.read(asked)
    found = {one: Proof(one, None, (), graphs) for one in asked if (graphs := held.stated(one))}
    goals = [Goal(one) for one in asked if one not in found]
    known: dict[Goal, list[Instance]] = {}
    wave, chosen, depth, left, due = goals, _Chosen(), 0, most * len(goals), 1
    while wave and not all(goal in chosen and chosen[goal][0][0] <= depth for goal in goals):
        applied = held.whole(partial(_applied, held, rules, wave, left))
        known |= applied
        left -= sum(map(len, applied.values()))
        needs = dict.fromkeys(need for of_goal in applied.values() for instance in of_goal for need in instance.needs)
        held.read(need.triple for need in needs)
        wave = [need for need in needs if need not in known and not held.stated(need.triple)]
        depth += 1
        if depth == due or not wave:
            chosen, due = _cheapest(known, held), depth + 1 + depth // 4
    return found | {goal.triple: _built(goal, chosen, held) for goal in goals if goal in chosen}


def _applied(held: Held, rules: Heads, wave: Iterable[Goal], left: int) -> dict[Goal, list[Instance]]:
    """The ways in which rules conclude each of some goals; InputError where there are more than are left."""
    found: dict[Goal, list[Instance]] = {}
    for goal in wave:
        found[goal] = list(instances(held, rules, goal, left))
        left -= len(found[goal])
    return found


def each(*proofs: Proof) -> list[Proof]:
    """Each proof in some proofs, themselves among them, once, premises before what they prove."""
    found: dict[Proof, None] = {}
    waiting = list(reversed(proofs))
    opened = set[Proof]()
    while waiting:
        one = waiting[-1]
        if one in opened:
            waiting.pop()
            found[one] = None
        else:
            opened.add(one)
            waiting += [premise for premise in reversed(one.premises) if premise not in opened]
    return list(found)


def _cheapest(known: Mapping[Goal, Sequence[Instance]], held: Held) -> _Chosen:
    """The cheapest proof of each goal by the instances that are known."""
    chosen, heap = _Chosen(), list[tuple[_Cost, object, int, Goal, Instance | None]]()
    waiting: dict[Goal, list[tuple[Goal, Instance]]] = defaultdict(list)
    missing: dict[int, int] = {}
    for goal, steps in known.items():
        for step in steps:
            needs = set(step.needs)
            missing[id(step)] = len(needs)
            for need in needs:
                if need not in waiting and (graphs := held.stated(need.triple)):
                    heapq.heappush(heap, ((0, _doubt(graphs)), (), len(heap), need, None))
                waiting[need].append((goal, step))
            if not needs:
                heapq.heappush(heap, ((1, 0), _order(step), len(heap), goal, step))
    pushed = len(heap)
    while heap:
        cost, _, _, goal, last = heapq.heappop(heap)
        if goal in chosen:
            continue
        chosen[goal] = (cost, last)
        for other, step in waiting.get(goal, ()):
            missing[id(step)] -= 1
            if not missing[id(step)] and other not in chosen:
                pushed += 1
                heapq.heappush(heap, (_cost(step, chosen), _order(step), pushed, other, step))
    return chosen


def _cost(step: Instance, chosen: _Chosen) -> _Cost:
    costs = [chosen[need][0] for need in step.needs]
    return 1 + sum(cost[0] for cost in costs), sum(cost[1] for cost in costs)


def _doubt(graphs: Sequence[str]) -> int:
    return int(all(basis(graph) == "interpreted" for graph in graphs))


def _order(step: Instance) -> object:
    """What decides between steps of the same cost."""
    terms = [node for need in step.needs for node in need.triple]
    terms += [node for axiom in step.rule.axioms for node in axiom]
    return step.rule.name, tuple((term.kind, term.value, term.language or "", term.datatype or "") for term in terms)


def _built(goal: Goal, chosen: _Chosen, held: Held) -> Proof:
    needed, waiting = {goal}, [goal]
    while waiting:
        last = chosen[waiting.pop()][1]
        new = {need for need in last.needs if need not in needed} if last else set()
        needed |= new
        waiting += new
    made: dict[Goal, Proof] = {}
    shared: dict[tuple[Triple, Rule | None], Proof] = {}
    for one, (_, last) in chosen.items():
        if one in needed:
            premises = tuple(made[need] for need in last.needs) if last else ()
            graphs = () if last else held.stated(one.triple)
            found = Proof(one.triple, last.rule if last else None, premises, graphs)
            made[one] = shared.setdefault((found.triple, found.rule), found)
    return made[goal]
