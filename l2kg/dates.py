"""Days between which an EDTF date lies, uncertainty taken in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from edtf import struct_time_to_date
from edtf.parser.edtf_exceptions import EDTFParseException
from edtf.parser.grammar import parse_edtf

from l2kg.errors import L2kgError

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["DateError", "bounds", "ends"]


class DateError(L2kgError):
    """A text that is no EDTF date, or one without bounds."""


@lru_cache(maxsize=4096)  # dates
def bounds(edtf: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which what is dated may lie.

    The bounds are those of `lower_fuzzy` and `upper_fuzzy` of the `edtf` library: "about"
    widens a year by one either way.

    Raises:
        DateError: the text is no EDTF, or it is open at an end.

    >>> [str(day) for day in bounds("1990-07")]
    ['1990-07-01', '1990-07-31']
    """
    remedy = "write a date such as 1990-07-05, 1990-07, 1994~/1996~"
    try:
        parsed = parse_edtf(edtf)
        lower, upper = (
            struct_time_to_date(parsed.lower_fuzzy()),
            struct_time_to_date(parsed.upper_fuzzy()),
        )
    except EDTFParseException as error:
        raise DateError(f"{edtf!r} is no EDTF date; {remedy}") from error
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        raise DateError(f"{edtf!r} has no first and last day; {remedy}") from error
    if upper < lower:
        raise DateError(f"{edtf!r} ends before it begins; turn its ends round")
    return lower, upper


def ends(edtf: str) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day of a span.

    There is none where an end is open (two dots) or unknown (nothing).

    Raises:
        DateError: the text is no EDTF, or neither end is told.

    >>> [str(day) for day in ends("1990-10-03/..")]
    ['1990-10-03', 'None']
    """
    parts = edtf.split("/")
    told = [part for part in parts if part not in ("", "..")]
    if len(parts) != 2 or len(told) != 1:
        return bounds(edtf)
    low, high = bounds(told[0])
    return (low, None) if parts[0] == told[0] else (None, high)
