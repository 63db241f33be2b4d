"""The commands for analysis: patterns."""

from __future__ import annotations

import click

from l2kg.cli import STORE, listed, main, named_values, progress

__all__: list[str] = []


@main.command()
@click.argument("name", required=False)
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of the pattern; may be given again.")
@click.option("--why", "element", metavar="ELEMENT", help="Explain one match down to its passages and rules, or say what an element lacks.")
@STORE
def pattern(name: str | None, params: tuple[str, ...], element: str | None, store: str | None) -> None:
    """Run a pattern: matches, counter-examples, near misses, n and limits. Without a name, list the patterns."""
    from l2kg.patternlines import lines
    from l2kg.patterns import all_patterns, find_pattern, run_pattern
    from l2kg.show import resolve
    from l2kg.store import open_store
    from l2kg.why import explain

    if name is None:
        listed(("pattern", "question"), [(query.name, query.question) for query in all_patterns().values()])
        return
    query = find_pattern(name)
    values = named_values(params)
    opened = open_store(store, progress=progress())
    whole = element is None
    for line in lines(run_pattern(opened, query, values)) if whole else explain(opened, resolve(opened, element or ""), query, values):
        click.echo(line)
