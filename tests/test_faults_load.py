"""Loads that go wrong, at each of their requests in each way: every graph is the old one or the new one, and none is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from misbehaving import FAULTS, Proxy, misbehaving
from servers import OXIGRAPH, oxigraph
from thorough import THOROUGH, some
from trials import LIES, Trial

pytestmark = OXIGRAPH


@pytest.fixture(scope="module", params=["load", "sync"])
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), "--union-default-graph") as server:
        yield Trial(server, request.param, tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def proxy(trial: Trial) -> Iterator[Proxy]:
    with misbehaving(trial.server.url) as standing:
        yield standing


@pytest.fixture(scope="module")
def number(trial: Trial, proxy: Proxy) -> int:
    """How many requests are sent where nothing goes wrong."""
    return len(trial.requests(proxy))


@pytest.mark.parametrize("name", some(list(FAULTS), 24))
def test_each_graph_is_old_or_new(
    trial: Trial, proxy: Proxy, number: int, quick: list[float], tally: Counter[str], name: str
) -> None:
    """Whatever goes wrong at whichever request, once or from then on; and a second load completes it."""
    places = [(place, lasting) for place in range(1, number + 1) for lasting in (False, True)]
    first = sum(name.encode())
    for place, lasting in places[first % 5 :: 5] if THOROUGH else [places[first % len(places)]]:
        trial.restore()
        proxy.told(FAULTS[name], place, lasting=lasting)
        error = trial.attempt(proxy.url, name)
        proxy.settled()
        assert proxy.met or error
        trial.judged(tally, (name, place, proxy.seen), error, lies=name in LIES)
