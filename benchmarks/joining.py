"""Join a country-year table of 10,000 rows: `python benchmarks/joining.py [ROWS]`.

The command line does it; the figures are printed as JSON.
"""

from __future__ import annotations

import csv
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

YEARS = range(1946, 2016)
RUNS = 5


def table(path: Path, rows: int) -> None:
    """Write a table of every number from 2 on by every year, with columns of data as such tables have."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["ccode", "year", "polity", "gdp"])
        pairs = [
            (code, year)
            for code in range(2, 2 + rows // len(YEARS) + 1)
            for year in YEARS
        ]
        pairs += [
            (code, year)
            for code in (255, 260, 265, 365, 640, 645, 666, 690, 740)
            for year in YEARS
        ]
        out.writerows(
            [code, year, -66, code * 1000 + year] for code, year in pairs[-rows:]
        )


def main(rows: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "in.csv", Path(folder) / "out.csv"
        table(path, rows)
        command = (
            sys.executable,
            "-m",
            "l2kg",
            "join",
            str(path),
            "--on",
            "ccode,year",
            "--scheme",
            "cow",
            "--output",
            str(out),
            "--force",
        )
        subprocess.run(
            command, check=True, capture_output=True
        )  # the store is built once
        seconds = []
        for _ in range(RUNS):
            start = time.perf_counter()
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds.append(time.perf_counter() - start)
        told = re.search(
            r"(\d+) rows: (\d+) matched, (\d+) ambiguous, (\d+) unmatched", done.stderr
        )
        counts = [int(number) for number in told.groups()] if told else []
        whole = (
            bool(counts)
            and counts[0]
            == rows
            == sum(counts[1:])
            == len(out.read_text(encoding="utf-8").splitlines()) - 1
        )
        print(
            json.dumps(
                {
                    "rows": rows,
                    "counts": counts,
                    "every row accounted for": whole,
                    "seconds": round(statistics.median(seconds), 2),
                }
            )
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
