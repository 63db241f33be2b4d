"""Two thousand odd inputs at every command and every route: none ends in a traceback, or in a status that is not ours.

`L2KG_FUZZ_SEED` and `L2KG_FUZZ_COUNT` draw others, and more of them.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import signal
import traceback
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_from_bytes, unquote

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from conftest import TINY
from odd import ADDRESSES, SAMPLES, odd_files, odd_text, spoilt
from starlette.routing import Mount
from waiting import finished

from l2kg import serving, store
from l2kg.cli import main
from l2kg.web import application

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SEED = int(os.environ.get("L2KG_FUZZ_SEED", "13"))
COUNT = int(os.environ.get("L2KG_FUZZ_COUNT", "2000"))

ACTORS = Path(__file__).parent / "data" / "actors-and-dates.csv"
MATRIX = Path(__file__).parent / "data" / "matrix.csv"
CASE = Path(__file__).parent / "data" / "bad" / "value-of-its-type.ttl"
ENRICH = Path(__file__).parent / "data" / "enrich-births.rq"
PATTERN = "back-channel-precedes-successful-help"
CHANNEL = "tiny#aides-channel"
EXAMPLES: dict[str, tuple[dict[str, str], ...]] = {
    "app": ({"store": "nowhere"},),
    "build": ({"paths": "nowhere.ttl", "folder": "files"},),
    "check": ({"paths": "nowhere.ttl"},),
    "code": ({"name": "Leader A"}, {"name": "germany", "date": "1978", "form": "csv"}),
    "conflicts": ({"paths": "nowhere.ttl"},),
    "cross": (
        {"first": "help", "second": "trust", "file": str(MATRIX)},
        {"first": "l2t:restraint", "second": "l2:Barrier", "cases": "tiny"},
    ),
    "enrich": (
        {"url": ADDRESSES[0], "query_file": str(ENRICH), "output": "x.nq"},
        {"url": ADDRESSES[0], "query_file": str(ENRICH), "dry_run": ""},
    ),
    "export cite": ({"output": "x.bib", "elements": "tiny"},),
    "export graph": ({"output": "x.ttl", "form": "ttl", "store": "nowhere"},),
    "export matrix": ({"output": "x.csv", "conditions": "l2:Barrier", "force": ""},),
    "export nanopubs": ({"place": "x"},),
    "export network": ({"output": "x.gexf", "case": "tiny", "force": ""},),
    "export package": ({"output": "x.zip", "store": "nowhere"},),
    "export r": ({"place": "x", "store": "nowhere"},),
    "export sequences": ({"output": "x.csv", "cases": "tiny", "force": ""},),
    "export sqlite": ({"output": "x.sqlite", "store": "nowhere"},),
    "export table": (
        {"name": "measures", "output": "x.tex", "columns": "label", "force": ""},
        {"name": "sides", "output": "x.csv", "force": ""},
    ),
    "export tables": ({"place": "x", "form": "csv", "store": "nowhere"},),
    "figure": ({"case": "tiny", "output": "x.svg"},),
    "fmt": ({"paths": str(TINY), "only_check": ""},),
    "join": (
        {"file": str(ACTORS), "on": "who,when", "scheme": "name"},
        {"file": str(ACTORS), "on": "who,when", "output": "y.csv", "unmatched": "z.csv"},
    ),
    "migrate": ({"paths": str(MATRIX), "folder": "migrated"},),
    "network": ({"case": "tiny"},),
    "order": ({"case": "tiny", "chosen": "talks"},),
    "pattern": (
        {"name": PATTERN, "element": CHANNEL},
        {"name": PATTERN, "params": "case=tiny"},
        {"name": PATTERN, "cite": ""},
    ),
    "publish": ({"folder": "site", "root": "https://a.example", "store": "nowhere"},),
    "qca": (
        {
            "outcome": "positive",
            "conditions": "help",
            "file": str(MATRIX),
            "expected": "help=+",
        },
        {"outcome": "positive-outcome", "conditions": "l2:Barrier", "cases": "tiny"},
    ),
    "queries": ({},),
    "query": (
        {"what": "evidence", "params": f"element={CHANNEL}"},
        {"what": "restraint", "form": "csv"},
        {"what": "-"},
        {"what": "-", "form": "ttl"},
        {"what": "restraint", "answers": "kept.nq"},
    ),
    "search": ({"words": "leader", "case": "tiny"},),
    "serve": ({"port": "8502", "store": "nowhere"}, {"data": str(MATRIX)}),
    "show": ({"what": "tiny"}, {"what": CHANNEL}),
    "timeline": ({"case": "tiny", "output": "x.svg"},),
    "tactics": ({"unit": "case"},),
}
"""For each command a few ways to call it, one value of which is then an odd one."""
SLOW = {"check", "conflicts", "build", "export nanopubs", "join", "migrate", "serve"}
"""What takes a tenth of a second or more: a parameter of it gets a few inputs only."""
FEW = 2

PARAMETERS = (
    *("query", "format", "default-graph-uri", "named-graph-uri", "update", "queries"),
    *("extend", "prefix", "cursor", "type", "limit", "id", "properties", "callback"),
)
PATHS = (
    *(
        "tiny",
        "tiny#talks",
        "leader-a",
        "oppose",
        "person",
        "index",
        "names",
        "all",
        "nq",
    ),
    *("entity", "type", "property", "sitemap", "style.css", "case", "Case", "inferred"),
)
VALUES = (
    "ASK {}",
    "application/json",
    "csv",
    "actor:leader-a",
    '{"q0":{"query":"a"}}',
    "10",
)
TYPES = (
    *("application/sparql-query", "application/x-www-form-urlencoded", "text/turtle"),
    *("application/json; charset=utf-16", "text/html", "*/*;q=x", "application/ld+json"),
)
HEADERS = ("Accept", "Content-Type", "If-None-Match", "Host", "Origin", "Range")


class Faults(logging.Handler):
    """What came out that nobody should see: errors without a word of ours, and what libraries log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: dict[str, list[str]] = {}
        self.asked = self.unreached = 0
        self.now = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.note(f"{record.name} logs: {record.getMessage()[:80]}")

    def note(self, what: str) -> None:
        self.found.setdefault(what, []).append(self.now)

    def crash(self, error: BaseException) -> None:
        steps = traceback.extract_tb(error.__traceback__)
        ours = [
            step
            for step in steps
            if "/l2kg/" in step.filename and "/tests/" not in step.filename
        ]
        at = ours[-1] if ours else steps[-1]
        place = f"{Path(at.filename).parent.name}/{Path(at.filename).name} {at.name}"
        self.note(f"{type(error).__name__} in {place}")

    def told(self) -> str:
        listed = (
            f"{len(inputs)} x {what}\n    {inputs[0][:300]}"
            for what, inputs in sorted(self.found.items())
        )
        return "\n".join(listed).encode("ascii", "backslashreplace").decode()


@pytest.fixture
def faults() -> Iterator[Faults]:
    """Gather faults, those among them that a library logs."""
    kept = Faults()
    logging.getLogger().addHandler(kept)
    yield kept
    logging.getLogger().removeHandler(kept)


@pytest.fixture
def odd_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, deep enough that no step upwards leaves what is the test's own."""
    place = tmp_path.joinpath(*"abcdefghij")
    place.mkdir(parents=True)
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def open_once(tiny_folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the store of the tiny case once, keep servers from waiting for visitors."""
    monkeypatch.setenv("L2KG_STORE", tiny_folder)
    monkeypatch.delenv("L2KG_DATA", raising=False)
    monkeypatch.setattr(store, "_read_only", cache(store._read_only))
    monkeypatch.setattr("l2kg.launch._run", lambda *_, **__: None)


def commands(
    group: click.Group = main, before: str = ""
) -> Iterator[tuple[str, click.Command]]:
    """Yield all commands with their names, those of groups among them."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} ")
        else:
            yield f"{before}{name}", command


def odd_value(
    param: click.Parameter, usual: str, files: list[Path], rng: random.Random
) -> str:
    """Return an odd value for a parameter, by its kind."""
    if param.name == "host":  # what is no name is looked up nowhere
        return rng.choice(("", "\x00", "\udcff", "a" * 70 + ".b", "300.1.2.3.4", "[::1"))
    if isinstance(param.type, click.Choice) and rng.random() < 0.7:
        return rng.choice(list(param.type.choices))
    if param.name in ("url", "store", "root") and rng.random() < 0.6:
        return rng.choice(ADDRESSES)
    is_file = isinstance(param.type, click.Path) or "FILE" in (param.metavar or "")
    if is_file and rng.random() < 0.6:
        return str(rng.choice(files))
    if isinstance(param.type, click.Path):
        usual = "name.csv"  # half of a real path would name folders that are not ours
    return rng.choice((odd_text(rng), spoilt(usual, rng)))


def written(command: click.Command, values: Mapping[str, str]) -> list[str]:
    """Write values as the arguments of a command."""
    options, arguments = [], []
    for param in command.params:
        if param.name not in values:
            continue
        value = as_typed(values[param.name])
        if isinstance(param, click.Argument):
            arguments.append(value)
        else:
            flag = isinstance(param, click.Option) and param.is_flag
            options += [param.opts[-1]] if flag else [param.opts[-1], value]
    return [*options, *arguments]


def as_typed(text: str) -> str:
    """Return a text as a shell hands it on: bytes, and none of them null."""
    return os.fsdecode(text.encode("utf-8", "surrogatepass").replace(b"\x00", b""))


def command_lines(
    files: list[Path], rng: random.Random, per_parameter: int
) -> Iterator[tuple[list[str], bytes]]:
    """Yield command lines, each parameter of each command odd in some, and what stands at standard input."""
    for name, command in commands():
        for param in command.params:
            flag = getattr(param, "is_flag", False)
            text = isinstance(param.type, click.types.StringParamType) and not flag
            many = text and name not in SLOW and param.name != "store"
            for _ in range(per_parameter if many else FEW):
                usual = rng.choice(EXAMPLES[name])
                odd = (
                    ""
                    if flag
                    else odd_value(param, usual.get(param.name or "", "tiny"), files, rng)
                )
                sample = rng.choice(SAMPLES[1:4])
                sample = rng.choice((sample, spoilt(sample, rng)))
                yield (
                    [*name.split(), *written(command, {**usual, param.name or "": odd})],
                    sample.encode("utf-8", rng.choice(("surrogatepass", "replace"))),
                )


def run(faults: Faults, args: list[str], stdin: bytes = b"") -> None:
    """Run a command, and note what should not be."""
    faults.now, faults.asked = " ".join(args), faults.asked + 1
    interrupt = signal.getsignal(signal.SIGINT)
    try:
        done = CliRunner().invoke(
            main,
            args,
            input=stdin,
            prog_name="l2kg",
            env={name: os.environ.get(name) for name in ("L2KG_STORE", "L2KG_DATA")},
        )
    finally:
        signal.signal(signal.SIGINT, interrupt)
    error = done.exception
    if error is not None and not isinstance(error, SystemExit):
        faults.crash(error)
    elif done.exit_code not in (0, 1, 2):
        faults.note(f"exit status {done.exit_code}")
    elif done.exit_code and not done.stderr.strip():
        faults.note(f"status {done.exit_code} without a word")
    faults.unreached += (
        "the endpoint http://127.0.0.1:64999/ does not answer" in done.stderr
    )
    if "Traceback" in done.stderr:
        faults.note("a traceback on standard error")


def test_every_command_has_an_example_to_spoil() -> None:
    assert {name for name, _ in commands()} == set(EXAMPLES)


@pytest.mark.usefixtures("open_once")
def test_odd_values_at_every_command(faults: Faults, odd_place: Path) -> None:
    rng = random.Random(SEED)
    files = odd_files(odd_place / "files", rng, 80)
    for args, stdin in command_lines(files, rng, COUNT // 100):
        run(faults, args, stdin)
    run(faults, ["query", "-"], SAMPLES[2].encode())
    assert faults.asked > COUNT // 3
    assert faults.unreached, "no SERVICE out of reach was asked"
    assert not faults.found, faults.told()


def requests(rng: random.Random, per_route: int) -> Iterator[dict[str, Any]]:
    """Yield odd requests for every route, each in some of its methods."""
    for route in application().routes:
        path = f"{route.path}/{{rest}}" if isinstance(route, Mount) else route.path  # type: ignore[attr-defined]
        methods = sorted(getattr(route, "methods", None) or {"GET", "HEAD"})
        varied = "{" in path or len(methods) > 2 or path.startswith("/reconcile")
        for number in range(per_route if varied else per_route // 8):
            yield {
                "type": "http",
                "asgi": {"version": "3.0"},
                "http_version": "1.1",
                "scheme": "http",
                "root_path": "",
                "server": ("127.0.0.1", 80),
                "client": (f"10.{number % 250}.0.{rng.randrange(250)}", 9),
                "method": rng.choice([*methods, "GET", "GET", "BREW"]),
                **odd_address(path, rng),
                "headers": odd_headers(rng),
            }


def odd_bytes(rng: random.Random, usual: Iterable[str]) -> bytes:
    name = rng.choice(list(usual))
    text = rng.choice((odd_text(rng), spoilt(name, rng), name))
    return text.encode("utf-8", "surrogatepass")


def odd_address(path: str, rng: random.Random) -> dict[str, Any]:
    """Return path and query of a request as a server passes them on."""
    while "{" in path:
        before, _, rest = path.partition("{")
        odd = quote_from_bytes(odd_bytes(rng, PATHS), rng.choice(("", "/", "/%#.")))
        path = before + odd + rest.partition("}")[2]
    pairs = (
        f"{rng.choice(PARAMETERS)}={quote_from_bytes(odd_bytes(rng, VALUES), '%&=')}"
        for _ in range(rng.randrange(4))
    )
    return {
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": "&".join(pairs).encode(),
    }


def odd_headers(rng: random.Random) -> list[tuple[bytes, bytes]]:
    """Return headers without signs that a server refuses before we see them."""
    found = {"host": b"127.0.0.1:8502"}
    for name in rng.sample(HEADERS, rng.randrange(4)):
        value = odd_bytes(rng, TYPES).translate(None, b"\x00\r\n").strip()
        found[name.lower()] = value
    return [(name.encode(), value) for name, value in found.items()]


async def answer(app: Any, request: dict[str, Any], body: bytes) -> int:
    """Send a request to an application in this process, and return the status of its answer."""
    statuses: list[int] = []
    heard: list[bool] = []

    async def receive() -> dict[str, Any]:
        if heard:  # who has sent all of it waits, and does not hang up
            await asyncio.Event().wait()
        heard.append(True)
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await app(request, receive, send)
    return statuses[0]


async def send_all(
    faults: Faults, sent: Iterable[dict[str, Any]], rng: random.Random
) -> None:
    app = application()
    for request in sent:
        body = odd_bytes(rng, ("query=ASK%7B%7D", "ASK {}", *VALUES))
        faults.asked += 1
        faults.now = f"{request['method']} {request['raw_path']!r}?{request['query_string']!r} {request['headers']} {body[:80]!r}"
        try:
            status = await answer(app, request, body)
        except Exception as error:
            faults.crash(error)
        else:
            if not 200 <= status < 500 and status not in (501, 503):
                faults.note(f"status {status}")


@pytest.mark.usefixtures("open_once")
def test_odd_requests_at_every_route(faults: Faults) -> None:
    rng = random.Random(SEED)
    serving.reset()
    finished(send_all(faults, requests(rng, COUNT // 42), rng))
    serving.reset()
    assert faults.asked > COUNT // 2
    assert not faults.found, faults.told()


def spoilt_case(number: int, rng: random.Random) -> bytes:
    """Return a small case with one of its lines, names or literals spoilt, named for its file."""
    lines = CASE.read_text(encoding="utf-8").replace("value-of-its-type", f"odd-{number}")
    parts = lines.split("\n")
    place = rng.randrange(7, len(parts) - 1)
    before, quote, rest = parts[place].partition('"')
    odd = (
        odd_text(rng)
        .replace("\\", "")
        .replace('"', "")
        .replace("\n", "")
        .replace("\r", "")
    )
    if quote:
        parts[place] = f'{before}"{odd}"{rest.partition(chr(34))[2]}'
    else:
        parts[place] = spoilt(parts[place], rng)
    return "\n".join(parts).encode("utf-8", "replace")


@pytest.mark.usefixtures("open_once")
@pytest.mark.parametrize("readable", [True, False], ids=["read", "not all read"])
def test_odd_case_files_are_checked_whole(
    faults: Faults, odd_place: Path, readable: bool
) -> None:
    rng = random.Random(SEED)
    folder = odd_place / "cases"
    folder.mkdir()
    for number in range(COUNT // 70):
        (folder / f"odd-{number}.ttl").write_bytes(spoilt_case(number, rng))
    for path in folder.iterdir() if readable else ():
        try:
            list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))
        except SyntaxError:
            path.unlink()
    run(faults, ["check", str(folder)])
    assert not faults.found, faults.told()
