"""Measure the main job.

`python benchmarks/pipeline.py [answers] [starts] [builds] [engines]`; ratios are of
medians within one run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib

from l2kg.build import build
from l2kg.namespaces import PREFIXES
from l2kg.patterns import all_patterns, run_pattern
from l2kg.queries.header import all_queries, find
from l2kg.queries.run import run
from l2kg.store import open_store

sys.path.insert(0, str(Path(__file__).parent))
from synthetic import store as synthetic

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 100  # milliseconds
HEADLINE = "back-channel-precedes-successful-help"
FIRST = ["german-reunification", "holocaust-era-assets", "geneva-accord"]


def median(job: Callable[[], object], runs: int) -> float:
    """Return the median time of a job in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def command(*words: str) -> Callable[[], object]:
    """Return a job that runs a command."""
    return lambda: subprocess.run(words, check=True, capture_output=True)


def starts() -> None:
    """Print how long the commands take, as multiples of an empty Python."""
    nothing = median(command(sys.executable, "-c", "pass"), 15)
    l2kg = str(Path(sys.executable).parent / "l2kg")
    command(l2kg, "query", HEADLINE)()  # builds the store where it is not built
    for words in (
        ("--help",),
        ("query", HEADLINE),
        ("query", HEADLINE, "--format", "csv"),
    ):
        taken = median(command(l2kg, *words), 15)
        print(
            f"l2kg {' '.join(words)}: {taken:.3f} s,"
            f" {taken / nothing:.1f} times python -c pass ({nothing:.3f} s)"
        )


def builds() -> None:
    """Print how long it takes to check, infer and store."""
    data = Path(__file__).resolve().parents[1] / "data" / "cases"
    three = [data / f"{slug}.ttl" for slug in FIRST]
    print(
        f"build of three cases: {median(lambda: build(three), 3):.2f} s; of all: {median(build, 3):.2f} s"
    )


def engines() -> None:
    """Print how much faster the headline pattern runs than in rdflib's own engine, on 100 synthetic cases."""
    ours, query = synthetic(100), find(HEADLINE)
    theirs = rdflib.Dataset(default_union=False)
    theirs.parse(data=ox.serialize(ours, format=ox.RdfFormat.N_QUADS), format="nquads")
    fast = median(lambda: run(ours, query), 9)
    slow = median(lambda: list(theirs.query(query.text, initNs=PREFIXES)), 1)
    rows = len(list(theirs.query(query.text, initNs=PREFIXES)))
    same = f"{rows} = {len(run(ours, query).rows)} rows"
    print(
        f"headline pattern on 100 cases, {same}: {fast * 1000:.1f} ms,"
        f" rdflib {slow:.2f} s, {slow / fast:.0f} times"
    )


def answers() -> None:
    """Print how long each named question and each pattern takes on the shipped data.

    The slowest come first; those over a tenth of a second are named.

    A question is asked as it stands, with its defaults; the one that needs an element is
    asked about a match of the headline pattern.
    """
    store = open_store(None)
    of_element = {"element": run_pattern(store, HEADLINE).matches[0].unit.ref.iri}
    jobs: dict[str, Callable[[], object]] = {
        f"pattern {name}": partial(run_pattern, store, name) for name in all_patterns()
    }
    for name, query in all_queries().items():
        if query.kind == "questions":
            needs = {param.name for param in query.params} & of_element.keys()
            jobs[f"question {name}"] = partial(
                run, store, query, {one: of_element[one] for one in needs}
            )
    taken = {name: median(job, 9) * 1000 for name, job in jobs.items()}
    for name in sorted(taken, key=taken.__getitem__, reverse=True):
        print(f"{taken[name]:7.1f} ms  {name}")
    slow = [name for name, time_ in taken.items() if time_ > LIMIT]
    print(f"{len(slow)} of {len(taken)} over {LIMIT} ms: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    for part in (answers, starts, builds, engines):
        if len(sys.argv) < 2 or part.__name__ in sys.argv[1:]:
            part()
