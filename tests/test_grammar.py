"""All commands at once: options named alike, help that fits and whose examples run, JSON as its schema says."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
import jsonschema
import pytest
from click.shell_completion import ShellComplete
from commands import l2kg

from l2kg.cli import GROUPS, main
from l2kg.cli.exporting import EXPORTS
from l2kg.cli.grammar import OldArgument, Option
from l2kg.formats import FORMATS, OLD_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT / "docs" / "reference" / "json"
# The same option is declared alike wherever it stands.
SHARED = {"--format", "--output", "--case", "--store", "--param", "--force", "--cite"}
APART = {("build", "--store"), ("migrate", "--output"), ("enrich", "--output")}
# What runs on, asks the network, writes where it stands, or takes seconds is run elsewhere.
ONLY_READ = (
    *("app", "serve", "publish", "build", "migrate", "enrich", "check", "conflicts data"),
    *("export package", "export nanopubs", "export sqlite", "export tables", "export r"),
    *("figure german", "timeline german", "fmt --check"),
)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield each command that does something, with its name as it is typed."""
    for group in GROUPS.values():
        for command in group:
            if not isinstance(command, click.Group):
                yield command.name or "", command
    for command in EXPORTS:
        yield f"export {command.name}", command


COMMANDS = dict(commands())


def options(command: click.Command) -> Iterator[click.Option]:
    return (one for one in command.params if isinstance(one, click.Option))


def formats(command: click.Command) -> tuple[str, ...]:
    """Return the formats that a command offers."""
    found = (one.type for one in options(command) if "--format" in one.opts)
    return next((tuple(kind.choices) for kind in found), ())  # type: ignore[attr-defined]


def test_an_option_is_the_same_thing_everywhere() -> None:
    seen: dict[str, tuple[str, str]] = {}
    for name, command in COMMANDS.items():
        for one in options(command):
            for spelt in {*one.opts} & SHARED:
                if (name, spelt) in APART:
                    continue
                is_now = (" ".join(sorted(one.opts)), type(one.type).__name__)
                assert seen.setdefault(spelt, is_now) == is_now, (name, spelt)
        spelt = {opt for one in options(command) for opt in one.opts}
        assert not spelt & {"--form", "--out", "--file", "--param-file"}, name
        assert {"--output", "--force"} <= spelt or not spelt & {"--format"}, name
        assert set(formats(command)) <= set(FORMATS), name
    assert set(seen) == SHARED


def test_help_fits_a_terminal_and_names_every_command() -> None:
    lines = l2kg("--help", env={"COLUMNS": "80"}).stdout.splitlines()
    assert len(lines) <= 24 and max(map(len, lines)) <= 80
    words = {word for line in lines for word in line.split()}
    assert set(main.commands) <= words
    for name, command in COMMANDS.items():
        told = l2kg(*name.split(), "--help").stdout
        assert len(command.examples) >= 2, name  # type: ignore[attr-defined]
        for example in command.examples:  # type: ignore[attr-defined]
            assert f"  {example}\n" in told and example.startswith(f"l2kg {name}"), name


def test_what_prints_a_table_prints_json_too_and_a_schema_says_how() -> None:
    apart = {"export r", "export network"}  # a script reads its CSV; GraphML says more
    for name in COMMANDS.keys() - apart:
        offered = formats(COMMANDS[name])
        assert ("csv" in offered) <= ("json" in offered), name
    described = {
        name.replace(" ", "-") for name, one in COMMANDS.items() if "json" in formats(one)
    }
    described -= {"export-tables"}  # a file for each table
    assert {path.stem for path in SCHEMAS.glob("*.json")} == described | {
        "patterns",
        "why",
    }


def test_columns_are_offered_where_there_are_some_to_choose(folder: str) -> None:
    """A column that is not there is refused where the option acts, and the option elsewhere."""
    offering = {"query", "queries", "search", "code", "conflicts", "check"}
    for name, command in COMMANDS.items():
        offers = any("--columns" in one.opts for one in options(command))
        assert offers == (name in offering), name
    typed = {"query": "cases", "queries": "", "search": "weak", "code": "Germany"}
    for name, rest in typed.items():
        for form in formats(COMMANDS[name]):
            env = {"L2KG_STORE": folder}
            words = (name, *rest.split(), "--columns", "zz", "--format", form)
            done = l2kg(*words, env=env)
            assert done.returncode == 2 and "zz" not in done.stdout, words
            acts = "no column 'zz'" in done.stderr
            assert acts or f"leave it out with --format {form}" in done.stderr, words


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> Path:
    """A folder that looks like a checkout, with the files that the examples name."""
    for name in ("data", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "dyads.csv").write_text("ccode1,ccode2,year\n2,255,1990\n", "utf-8")
    (tmp_path / "mine.nq").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("L2KG_STORE", folder)
    return tmp_path


def run_as_typed(words: list[str]) -> str:
    """Run an example, and return what it printed."""
    stdin = ""
    if "<" in words:
        stdin = Path(words[-1]).read_text(encoding="utf-8")
        words = words[: words.index("<")]
    done = l2kg(*words, stdin=stdin)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


def as_json(words: list[str]) -> list[str]:
    """Return the words of an example, which ask for JSON on standard output instead."""
    kept = list(words)
    for option in ("--format", "--output", "-o", "--unmatched"):
        if option in kept:
            at = kept.index(option)
            del kept[at : at + 2]
    if kept[:2] == ["export", "table"]:
        kept = kept[:3]
    return [*kept, "--format", "json"]


@pytest.mark.slow
@pytest.mark.usefixtures("place")
def test_examples_run_and_json_is_as_its_schema_says() -> None:
    for name, command in COMMANDS.items():
        first, *others = (shlex.split(one)[1:] for one in command.examples)  # type: ignore[attr-defined]
        for words in (first, *others):
            if " ".join(words).startswith(ONLY_READ):
                args = words[len(name.split()) :]
                command.make_context(name, args)
            elif (
                words is first and "json" in formats(command) and name != "export tables"
            ):
                validate(name.replace(" ", "-"), run_as_typed(as_json(words)))
            else:
                run_as_typed(words)


def validate(schema: str, text: str) -> None:
    known = json.loads((SCHEMAS / f"{schema}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(known)
    told = json.loads(text)
    assert told, schema
    error = jsonschema.exceptions.best_match(
        jsonschema.Draft202012Validator(known).iter_errors(told)
    )
    assert error is None, (schema, error.json_path, error.message)  # type: ignore[union-attr]


def test_what_is_wrong_is_told_as_json_too(tmp_path: Path, tiny_folder: str) -> None:
    (tmp_path / "a.ttl").write_text("@prefix : <x:> .\n:a :b\n")
    done = l2kg("check", str(tmp_path / "a.ttl"), "--format", "json", "--quiet")
    assert done.returncode == 1 and done.stderr == ""
    validate("check", done.stdout)
    validate("patterns", l2kg("pattern", "--format", "json").stdout)
    why = ("back-channel-precedes-successful-help", "--why", "tiny#aides-channel")
    told = l2kg("pattern", *why, "--format", "json", "--store", tiny_folder)
    validate("why", told.stdout)


def test_old_spellings_do_the_same_with_a_note(tiny_folder: str, tmp_path: Path) -> None:
    now = ("--store", tiny_folder)
    bib, other = tmp_path / "a.bib", tmp_path / "b.bib"
    pairs = [
        (("order", "tiny"), ("order", "--case", "tiny")),
        (("network", "tiny"), ("network", "--case", "tiny")),
        (("network", "--format", "text"), ("network", "--format", "table")),
        (
            ("export", "tables", str(tmp_path / "a"), "--form", "stata"),
            ("export", "tables", str(tmp_path / "b"), "--format", "dta"),
        ),
        (
            ("export", "cite", str(bib), "tiny"),
            ("export", "cite", "tiny", "-o", str(other)),
        ),
    ]
    for old, new in pairs:
        before, after = l2kg(*old, *now), l2kg(*new, *now)
        assert (before.returncode, before.stdout) == (0, after.stdout), before.stderr
        assert "is now" in before.stderr and "is now" not in after.stderr, old
    assert bib.read_text("utf-8") == other.read_text("utf-8")
    assert {path.suffix for path in (tmp_path / "a").iterdir()} == {".dta"}
    assert not {*OLD_NAMES} & {*FORMATS}
    grace = [p for c in COMMANDS.values() for p in c.params if isinstance(p, OldArgument)]
    assert len(grace) == 2
    assert any(
        p.old for c in COMMANDS.values() for p in c.params if isinstance(p, Option)
    )


@pytest.mark.parametrize("typed", ["-", "standard output", "device"])
def test_a_place_is_a_file_or_a_stream(typed: str, tiny_folder: str) -> None:
    places = {
        "-": ["--output", "-"],
        "standard output": [],
        "device": ["-o", "/dev/null"],
    }
    words = ("export", "table", "measures", "--format", "csv", *places[typed])
    done = l2kg(*words, "--store", tiny_folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("id,") == (typed != "device")


def test_file_and_format_agree_or_a_line_says_so(
    tiny_folder: str, tmp_path: Path
) -> None:
    for words, said in {
        "export table measures m.xlsx --format csv": "ends as xlsx, and --format says csv",
        "export tables t.csv": "need a folder; name one without an ending",
        "export tables t.xslx": "did you mean .xlsx?",
        "export tables t --format xlsx": "has no ending; name it ",
        "export tables": "need a folder; name one",
        "export nanopubs np.ttl": "no format here ends with '.ttl'",
        "export sequences s.foo": "no format here ends with '.foo'; use .csv",
        "export graph g.csv": "use .nq, .trig, .ttl, .nt, .jsonld or .rdf",
        "export cite tiny --output c.foo": "use .bib",
        "export table cases m.csv --output n.csv": "give one place",
        "query restraint --output r.xlsx": "no format here ends with '.xlsx'",
        "query restraint --frmat csv": "No such option '--frmat'",
        "query": "Missing argument",
        "export nope": "no command 'nope'",
        "--nope": "No such option '--nope'",
        "query restraint --case a --case b": "no case 'b'",
        "query restraint --param case=a --param case=b": "is given twice",
        "order": "name a case with --case",
    }.items():
        typed = [f"{tmp_path}/{one}" if "." in one else one for one in words.split()]
        store = () if words in {"export nope", "--nope"} else ("--store", tiny_folder)
        done = l2kg(*typed, *store)
        assert done.returncode == 2 and said in done.stderr, (words, done.stderr)
        assert len(done.stderr.splitlines()) == 1, done.stderr
    assert not list(tmp_path.iterdir())


def test_a_shell_completes_names() -> None:
    shell = ShellComplete(main, {}, "l2kg", "_L2KG_COMPLETE")
    for words, wanted in {
        "": "timeline",
        "query": "restraint",
        "query restraint --case": "german-reunification",
        "pattern": "reciprocal-help",
        "show": "geneva-accord",
        "figure": "geneva-accord",
        "export": "sqlite",
        "export table": "measures",
        "join x.csv --scheme": "cow",
        "network --format": "json",
    }.items():
        found = shell.get_completions(words.split(), wanted[:3])
        assert wanted in [one.value for one in found], words
