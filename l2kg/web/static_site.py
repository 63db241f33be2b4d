"""Write the whole site as files.

There is HTML and data of every document, a file with all data, descriptions, and the rules
for two web servers.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from l2kg import serving
from l2kg.cases.resources import THINGS
from l2kg.descriptions.crawlers import robots
from l2kg.errors import UsageError
from l2kg.files import code_root, ontology_root
from l2kg.html.resource import file_of
from l2kg.namespaces import BASE
from l2kg.queries.endpoint import web_address
from l2kg.queries.media_types import GRAPHS, HTML, SVG
from l2kg.queries.serialise import serialize_graph
from l2kg.web import documents
from l2kg.writing import is_full, replacing_folder, require_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

__all__ = ["document_paths", "publish"]

_MARK = ".l2kg-site"
_TYPES = """AddDefaultCharset utf-8
AddType text/turtle .ttl
AddType application/ld+json .jsonld
AddType application/n-triples .nt
AddType application/rdf+xml .rdf
AddType application/n-quads .nq
AddType application/trig .trig
"""
# What an Accept header must hold, in the order of our preference, and the end it leads to.
_CHOICE = (
    ("text/html|application/xhtml\\+xml", "html"),
    ("text/turtle", "ttl"),
    ("application/ld\\+json", "jsonld"),
    ("application/n-triples", "nt"),
    ("application/rdf\\+xml", "rdf"),
)
_THINGS = f"(?:{'|'.join(THINGS)})"
_FILES = "(?:case|graph|ontology)(?:/.+)?"


def document_paths() -> Iterator[str]:
    """Yield the paths of all documents below our base that are serving."""
    yield from serving.paths()
    for file in sorted((ontology_root() / "shapes").glob("*.ttl")):
        yield from _shapes(file)


def _shapes(file: Path) -> Iterator[str]:
    import pyoxigraph as ox

    found = {
        q.subject.value
        for q in ox.parse(path=file, format=ox.RdfFormat.TURTLE)
        if isinstance(q.subject, ox.NamedNode)
    }
    yield from sorted(
        iri.removeprefix(BASE) for iri in found if iri.startswith(f"{BASE}shape/")
    )


def publish(
    folder: Path,
    *,
    root: str,
    force: bool = False,
    manual: Callable[[Path], None] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> int:
    """Write the site that is to be served at an address; return the number of its documents.

    ``manual`` writes the documents into a folder. Where this is stopped half-way, the
    folder stays as it was.

    Raises:
        L2kgError: the folder cannot be written, or the store not be read.
        UsageError: the folder is there and was not made by this, or may not be replaced;
            or the address is none.
    """
    if not _is_site(root):
        raise UsageError(
            f"--site {root!r}: no address of a site; give one such as"
            " https://w3id.org/l2kg"
        )
    full = is_full(folder)
    if full and not (force and (folder / _MARK).exists()):
        raise UsageError(
            f"{folder} is not empty; give another folder, or --force to replace a"
            " site that `l2kg publish` made"
        )
    require_place(folder)
    paths = list(document_paths())  # a store that cannot be read is told before the work
    with replacing_folder(folder) as new:
        if manual is not None:
            manual(new / "docs")
        _write(new, root, paths, say)
    return len(paths)


def _is_site(root: str) -> bool:
    place = web_address(root)
    return place is not None and not (
        "@" in place.netloc or place.query or place.fragment
    )


def _write(
    folder: Path, root: str, paths: Sequence[str], say: Callable[[str], None]
) -> None:
    _put(folder / _MARK, b"A site of L2KG; made by `l2kg publish`.\n")
    for number, path in enumerate(paths):
        if number % 100 == 0:
            say(f"{number} of {len(paths)} documents")
        for offer in (HTML, *GRAPHS, *((SVG,) if path.startswith("case/") else ())):
            _put(
                folder / f"{file_of(path)}.{offer.ending}", documents.written(path, offer)
            )
    _beside(folder, root.rstrip("/"))


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _beside(folder: Path, root: str) -> None:
    """Write what is no document of ours: all data, descriptions, first page, style, rules for web servers."""
    for end in serving.DUMP_FORMS:
        _put(folder / f"l2kg.{end}", serving.dump(end).read_bytes())
    described = serving.descriptions(root)
    for offer in GRAPHS:
        _put(
            folder / f"void.{offer.ending}", serialize_graph(described, offer.media_type)
        )
    _put(folder / ".well-known" / "void", serialize_graph(described, "text/turtle"))
    for name, text in serving.sitemap(root).items():
        _put(folder / name, text.encode())
    _put(folder / "robots.txt", robots(root).encode())
    front = documents.front_page(with_manual=(folder / "docs").exists())
    _put(folder / "index.html", front.encode())
    _put(folder / ".htaccess", host_rules().encode())
    _put(folder / "w3id" / ".htaccess", w3id_rules(root).encode())
    shutil.copytree(
        code_root() / "assets",
        folder / "assets",
        ignore=shutil.ignore_patterns("src", "*.js", "*.mjs"),
        dirs_exist_ok=True,
    )


def host_rules() -> str:
    """Write the `.htaccess` of the host.

    Apache chooses the form by the Accept header, with 303 from things to their documents.
    """
    lines = [
        "# L2KG: every IRI answers in the form that is asked for.",
        "Options -MultiViews -Indexes",
        "DirectorySlash Off",
        _TYPES.rstrip(),
        "<IfModule mod_headers.c>",
        'Header set Access-Control-Allow-Origin "*"',
        'Header set X-Content-Type-Options "nosniff"',
        'Header append Vary "Accept"',
        "</IfModule>",
        "RewriteEngine On",
        "RewriteRule ^docs$ /docs/ [R=301,L]",
        "RewriteRule ^docs/ - [L]",
        "RewriteRule ^((?:vocab|tactic)/)(?:\\d+(?:\\.\\d+)+)?$ $1index [E=DOC:$1index]",
        "RewriteRule ^(ontology(?:/.*)?)/\\d+(?:\\.\\d+)+$ $1",
        "RewriteRule \\.(?:html|ttl|jsonld|nt|rdf|svg|nq|trig|xml|txt)$ - [L]",
    ]
    for pattern, flags in (
        (f"^({_THINGS}/(?!index$).+)$", "R=303,L"),
        (f"^({_FILES}|(?:vocab|tactic)/index|void)$", "L"),
    ):
        target = "/$1" if "R=303" in flags else "$1"
        for kind, end in _CHOICE:
            lines += [
                f"RewriteCond %{{HTTP_ACCEPT}} (?:^|,)\\s*(?:{kind})\\s*(?:;|,|$) [NC]",
                f"RewriteRule {pattern} {target}.{end} [{flags}]",
            ]
        lines += [
            "RewriteCond %{HTTP_ACCEPT} ^$ [OR]",
            "RewriteCond %{HTTP_ACCEPT} \\*/\\*|text/\\*",
            f"RewriteRule {pattern} {target}.html [{flags}]",
        ]
        lines += [f"RewriteRule {pattern} - [R=406,L]"]
    return "\n".join(lines) + "\n"


def w3id_rules(root: str) -> str:
    """Write the `.htaccess` for w3id.org: every IRI below /l2kg leads to the host, which chooses the form."""
    return (
        f"# https://w3id.org/l2kg/ leads to {root}/\n# Maintained by the L2KG"
        " project.\nOptions +FollowSymLinks\nRewriteEngine on\nRewriteRule ^(.*)$"
        f" {root}/$1 [R=303,L,NE]\n"
    )
