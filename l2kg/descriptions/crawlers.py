"""Tell crawlers what they may read, and where it is: robots.txt and the sitemap."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pyoxigraph as ox

from l2kg.descriptions.dates import stated_dates
from l2kg.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["robots", "sitemaps"]

_MOST_IN_A_SITEMAP = 50_000  # by the protocol of sitemaps.org
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(root: str) -> str:
    """Write robots.txt for a site: documents may be crawled, queries may not.

    >>> print(robots("https://example.org/"), end="")
    User-agent: *
    Disallow: /sparql
    Disallow: /reconcile
    <BLANKLINE>
    Sitemap: https://example.org/sitemap.xml
    """
    return (
        "User-agent: *\nDisallow: /sparql\nDisallow: /reconcile\n\nSitemap:"
        f" {root.rstrip('/')}/sitemap.xml\n"
    )


def sitemaps(store: ox.Store, root: str) -> dict[str, str]:
    """Write the sitemap of a site that serves our documents, by file name.

    More than 50,000 documents fill several files behind an index.
    """
    site = root.rstrip("/")
    day = next((date.value for date in stated_dates(store)[1]), "")
    urls = [f"{site}/{document.removeprefix(BASE)}" for document in _documents(store)]
    starts = range(0, len(urls), _MOST_IN_A_SITEMAP)
    pages = [urls[start : start + _MOST_IN_A_SITEMAP] for start in starts] or [[]]
    if len(pages) == 1:
        return {"sitemap.xml": _listing("urlset", "url", pages[0], day)}
    parts = {
        f"sitemap-{number}.xml": _listing("urlset", "url", page, day)
        for number, page in enumerate(pages, 1)
    }
    index = _listing("sitemapindex", "sitemap", [f"{site}/{name}" for name in parts], day)
    return {"sitemap.xml": index, **parts}


def _documents(store: ox.Store) -> list[str]:
    """Return the addresses of all documents: our subjects without what follows the hash."""
    subjects = {
        quad.subject
        for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode)
    }
    ours = (subject.value for subject in subjects if subject.value.startswith(BASE))
    return sorted({iri.partition("#")[0] for iri in ours})


def _listing(element: str, child: str, urls: Iterable[str], day: str) -> str:
    dated = f"<lastmod>{escape(day)}</lastmod>" if day else ""
    rows = "".join(
        f"  <{child}><loc>{escape(url)}</loc>{dated}</{child}>\n" for url in urls
    )
    return f'{_XML}<{element} xmlns="{_SITEMAP}">\n{rows}</{element}>\n'
