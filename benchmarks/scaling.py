"""Measure how the named queries grow: python benchmarks/scaling.py [100 1000 10000].

The synthetic cases lie in the default graph alone, so that ten thousand fit into memory; the rule that made a row's order is then not
looked up. Slopes are those of log time over log number of cases between the first and the last size: 1 is linear.
"""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path

import pyoxigraph as ox

from l2kg.queries import all_queries, run

sys.path.insert(0, str(Path(__file__).parent))
from synthetic import quads


def store(number: int) -> ox.Store:
    """Return a store with so many synthetic cases in its default graph."""
    made = ox.Store()
    made.bulk_extend(quad for quad in quads(number) if isinstance(quad.graph_name, ox.DefaultGraph))
    return made


def fastest(opened: ox.Store, text: str, runs: int) -> float:
    """Return the shortest of several times, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        run(opened, text)
        times.append(time.perf_counter() - start)
    return min(times)


def main(sizes: list[int]) -> None:
    """Print the times in milliseconds, and the slope."""
    taken: dict[str, list[float]] = {name: [] for name in all_queries()}
    for size in sizes:
        opened = store(size)
        for name, query in all_queries().items():
            taken[name].append(fastest(opened, query.text, 3 if size < sizes[-1] else 2))
        del opened
    print("query", *sizes, "slope", sep="\t")
    for name, times in taken.items():
        slope = math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])
        print(name, *(f"{t * 1000:.1f}" for t in times), f"{slope:.2f}", sep="\t")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [100, 1000, 10000])
