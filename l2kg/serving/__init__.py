"""What one server process opens once and all its sessions and requests share.

No other wing keeps anything that depends on the data or on what visitors ask. `caches`
says how things are kept and up to how many bytes.
"""

from __future__ import annotations

from l2kg.serving.caches import LIMIT, reset, sizes
from l2kg.serving.data import (
    all_ties,
    case_texts,
    cases,
    dated,
    entries,
    everybody,
    named_cases,
    slugs,
    store,
    tactic_tree,
    terms,
)
from l2kg.serving.linked_data import (
    DUMP_FORMS,
    described_service,
    descriptions,
    dump,
    entities,
    paths,
    resource,
    sitemap,
)
from l2kg.serving.preloading import preload
from l2kg.serving.services import (
    query_places,
    query_service,
    responses,
    upload_check,
    version,
)
from l2kg.serving.views import (
    case,
    clashes,
    crossed,
    document,
    drawing,
    element_of,
    found,
    known,
    network,
    page,
    pattern,
    timeline,
)

__all__ = [
    "DUMP_FORMS",
    "LIMIT",
    "all_ties",
    "case",
    "case_texts",
    "cases",
    "clashes",
    "crossed",
    "dated",
    "described_service",
    "descriptions",
    "document",
    "drawing",
    "dump",
    "element_of",
    "entities",
    "entries",
    "everybody",
    "found",
    "known",
    "named_cases",
    "network",
    "page",
    "paths",
    "pattern",
    "preload",
    "query_places",
    "query_service",
    "reset",
    "resource",
    "responses",
    "sitemap",
    "sizes",
    "slugs",
    "store",
    "tactic_tree",
    "terms",
    "timeline",
    "upload_check",
    "version",
]
