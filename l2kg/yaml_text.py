"""YAML of headers and metadata: small, flat, and without references that multiply."""

from __future__ import annotations

from typing import Any

import yaml

from l2kg.errors import InputError

__all__ = ["YamlError", "read_yaml"]

_DEEPEST = 20  # lists and maps within one another
_LONGEST = 2**16  # signs


class YamlError(InputError):
    """A text that is no YAML of ours; it may know the line, counted from one."""

    def __init__(self, wrong: str, line: int | None = None) -> None:
        super().__init__(wrong)
        self.line = line


class _Loader(yaml.SafeLoader):
    """Reads plain values, and nothing that is deep or that stands for something else."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(None, None, "a reference (*) is not read", mark)
        self.depth += 1
        if self.depth > _DEEPEST:
            wrong = f"more than {_DEEPEST} lists and maps within one another"
            raise yaml.MarkedYAMLError(None, None, wrong, mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def read_yaml(text: str) -> Any:
    r"""Return what a text in YAML holds.

    Raises:
        YamlError: it is none, or it is deep, long or refers to parts of itself.

    >>> read_yaml("a: [1, b]")
    {'a': [1, 'b']}
    >>> read_yaml("a: 1\nb: " + "[" * 5000)
    Traceback (most recent call last):
    l2kg.yaml_text.YamlError: more than 20 lists and maps within one another
    """
    if len(text) > _LONGEST:
        raise YamlError(f"longer than {_LONGEST} signs")
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 (a safe loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        wrong = " ".join(str(error.problem or error).split())
        raise YamlError(wrong, mark.line + 1 if mark else None) from error
    except yaml.YAMLError as error:
        raise YamlError(" ".join(str(error).split())) from error
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        # a value that its tag or its form does not allow, such as the date 2020-99-99
        raise YamlError(f"a value that cannot be read ({error})") from error
