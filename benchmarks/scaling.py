"""Measure how queries and functions grow.

`python benchmarks/scaling.py [--only WORD] [CASES ...]`, by default 100 1000 10000.

The store holds copies of the shipped data, each with its own cases, actors and sources.
Times are of the processor, the shortest of some runs, each begun with the caches of the
processor emptied, so that a small store has no start on a large one.

A slope is that of log time over log cases, fitted over all sizes: 1 is linear. An engine
that sorts takes n log n, and memory gets slower the more of it is in use; therefore plain
scans with ORDER BY, in which nothing can go wrong, are measured beside (`control`). The
last column is the slope of the work itself: the rows that pass through the steps of the
query's plan, by how many a second copy of the data adds to them and how many a third. Of
a question that can be narrowed to a case, both that about one and that about all are measured.
Functions are measured up to 1,000 cases.
"""

from __future__ import annotations

import math
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).parent))
from synthetic import Template, load, shipped
from work import CONTROLS, asked, narrowed, work

from l2kg.analysis import co_occurrence
from l2kg.analysis.matrix import matrix
from l2kg.analysis.network import network
from l2kg.analysis.orders import partial_order
from l2kg.patterns import all_patterns, run_pattern, standing_by_case
from l2kg.queries.run import run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["fastest", "jobs", "main", "report", "slope", "works"]

_CACHES = memoryview(bytearray(64 * 2**20))
ONE_CASE = "german-reunification"
_LARGEST = 1_500  # cases, up to which functions are measured
_COLUMNS = (
    "l2t:pre-meeting-coordination",
    "l2:BackChannel",
    "positive-outcome",
    "l2:BackChannel before l2:SuccessfulHelp",
)


def jobs(store: ox.Store, cases: int) -> dict[str, Callable[[], object]]:
    """Return what is measured, by name."""
    found: dict[str, Callable[[], object]] = {
        name: partial(run, store, text) for name, text in (*CONTROLS.items(), *asked())
    }
    found |= {
        f"{query.name} (one case)": partial(run, store, query, {"case": ONE_CASE})
        for query in narrowed()
    }
    if cases <= _LARGEST:
        found |= {
            f"function: pattern {name}": partial(run_pattern, store, name)
            for name in all_patterns()
        }
        found["function: network of all"] = partial(network, store)
        found["function: network of one case"] = partial(network, store, ONE_CASE)
        found["function: order of one case"] = partial(
            partial_order, store, ONE_CASE, count=False
        )
        found["function: matrix"] = partial(
            matrix,
            store,
            (*_COLUMNS, *all_patterns()),
            coder=partial(standing_by_case, store),
        )
        found["function: co-occurrence"] = partial(co_occurrence, store)
    return found


def fastest(job: Callable[[], object], runs: int) -> float:
    """Return the shortest of several times, in milliseconds of the processor."""
    times = []
    for _ in range(runs):
        _CACHES[: len(_CACHES) // 2] = _CACHES[len(_CACHES) // 2 :]
        start = time.process_time()
        job()
        times.append((time.process_time() - start) * 1000)
    return min(times)


def slope(sizes: Sequence[float], amounts: Sequence[float]) -> float:
    """Return the slope of a line through the logarithms, by least squares.

    >>> slope([10, 100, 1000], [3, 30, 300])
    1.0
    """
    x, y = [math.log(one) for one in sizes], [math.log(one) for one in amounts]
    middle, level = sum(x) / len(x), sum(y) / len(y)
    found = sum((a - middle) * (b - level) for a, b in zip(x, y, strict=True)) / sum(
        (a - middle) ** 2 for a in x
    )
    return round(found, 3)


def works(template: Template, names: Sequence[str]) -> dict[str, float]:
    """Return the slope of the work of each query, what it does at any size left out."""
    texts = {**CONTROLS, **dict(asked())}
    copies = (1, 2, 3)
    with tempfile.TemporaryDirectory() as scratch:
        folders = [Path(scratch) / str(number) for number in copies]
        for folder, number in zip(folders, copies, strict=True):
            load(ox.Store(folder), template, number).flush()
        known = [name for name in names if name in texts]
        each = [work(folder, *(texts[name] for name in known)) for folder in folders]
        done = dict(zip(known, zip(*each, strict=True), strict=True))
    return {
        name: 1 + math.log2((three - two) / (two - one))
        for name, (one, two, three) in done.items()
    }


def report(taken: dict[str, dict[int, float]], done: dict[str, float]) -> None:
    """Print times in milliseconds and slopes, the steepest last."""
    sizes = sorted({size for times in taken.values() for size in times})
    print("query", *sizes, "slope", "work", sep="\t")
    slopes = {
        name: slope(list(times), list(times.values()))
        for name, times in taken.items()
        if len(times) > 1
    }
    for name in sorted(taken, key=lambda name: slopes.get(name, 0)):
        times = (
            f"{taken[name][size]:.1f}" if size in taken[name] else "-" for size in sizes
        )
        steps = f"{done[name]:.2f}" if name in done else "-"
        print(
            name,
            *times,
            f"{slopes[name]:.2f}" if name in slopes else "-",
            steps,
            sep="\t",
        )


def main(words: list[str]) -> None:
    """Measure and print."""
    only = words.pop(1) if words[:1] == ["--only"] else ""
    sizes = [int(word) for word in words if word != "--only"] or [100, 1000, 10000]
    template = shipped()
    taken: dict[str, dict[int, float]] = {}
    for size in sizes:
        copies = max(1, round(size / template.cases))
        store = load(ox.Store(), template, copies, say=partial(print, file=sys.stderr))
        for name, job in jobs(store, size).items():
            if only in name or name in CONTROLS:
                taken.setdefault(name, {})[copies * template.cases] = fastest(
                    job, 5 if size <= _LARGEST else 2
                )
        del store
    report(taken, works(template, list(taken)))


if __name__ == "__main__":
    main(sys.argv[1:])
