"""A disk that is full: one line, what was there is whole, nothing half. On a real file system of a few megabytes."""

from __future__ import annotations

SIZE = 2  # MiB
COMMANDS = {
    "build": "build --store PLACE/there.d --force",
    "a new build": "build --store PLACE/new.d",
    "a table": "export table measures PLACE/there.csv --force",
    "Excel": "export table measures PLACE/there.xlsx --force",
    "Parquet": "export table measures PLACE/there.parquet --force",
    "Stata": "export table measures PLACE/there.dta --force",
    "tables": "export tables PLACE/there.d --force",
    "R": "export r PLACE/new.d",
    "SQLite": "export sqlite PLACE/there.sqlite --force",
    "all data": "export graph PLACE/there.ttl --force",
    "a network": "export network PLACE/there.graphml --force",
    "the package": "export package PLACE/there.zip --force",
    "nanopublications": "export nanopubs PLACE/new.d",
    "a site": "publish PLACE/there.site --force",
    "fmt": "fmt PLACE/there.ttl",
    "a join": "join CSV --on ccode,year --scheme cow --output PLACE/there.csv --force",
    "a query": "query measures-in-order --output PLACE/there.csv --force",
    "a picture": "figure tiny --output PLACE/there.svg --force",
    "a figure as PNG": "figure tiny --output PLACE/there.png --force",
}
