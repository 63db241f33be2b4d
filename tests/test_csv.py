"""One CSV for all: what is guarded against formulas, what is not, and what cannot be read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from each import each

from l2kg.csv_text import CsvError, csv_rows, guarded, write_csv

CODE = Path(__file__).resolve().parents[1] / "l2kg"


@each("number", ["0", "-2.5", "+3", "-1e5", "+1.5e3", "-.5", "-5.", "1E-9", "-66"])
def test_a_plain_number_stays_as_it_is(number: str) -> None:
    assert guarded(number) == number


@each(
    "text",
    [
        "=",
        "=1",
        "=1+1",
        "=cmd|'/C'!A0",
        "+",
        "+1+1",
        "-",
        "-2.5+A1",
        "-x",
        "--1",
        "-1,5",
        "-e5",
        "-\u0663",
        "- 1",
        "-1\n",
        "@x",
        "@1",
        "\t1",
        "\r1",
    ],
)
def test_what_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@each("text", ["", "a", "a=1", "1-2", "'=1", " =1", "1e5", "2 + 3"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_header_and_cells_are_flat_and_guarded() -> None:
    written = write_csv(["id", "=x"], [[("=a", "b;c"), True], [-1, None]], line_end="\n")
    assert written == "id,'=x\n'=a;b,c,TRUE\n-1,\n".replace("'=a;b,c", '"\'=a;b,c"')


def test_a_quotation_mark_left_open_is_no_csv() -> None:
    with pytest.raises(CsvError, match="no CSV") as raised:
        list(csv_rows('a,b\n1,"2\n'))
    assert raised.value.line == 2


def test_one_module_alone_writes_and_reads_csv() -> None:
    users = {
        path.relative_to(CODE).as_posix()
        for path in CODE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) and any(name.name == "csv" for name in node.names)
    }
    assert users == {"csv_text.py"}
