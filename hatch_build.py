"""What a package says of itself that depends on where the project lies.

The address of the repository is one setting, `repository` in pyproject.toml. It gives the
package its links, and the README on its page whole ones. While there is no address, the
page names the files and does not link them. CITATION.cff has the address too; a test
holds the two together.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_PICTURE = re.compile(r"!\[([^\]]*)\]\((?!https?:)([^)]+)\)\n*")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:)([^)]+)\)")


def package_page(readme: str, repository: str) -> str:
    """Return the README with whole links, or without those to files where there is no address."""
    if not repository:
        return _LINK.sub(r"\1", _PICTURE.sub("", readme))
    whole = _PICTURE.sub(rf"![\1]({repository}/raw/HEAD/\2)\n\n", readme)
    return _LINK.sub(rf"[\1]({repository}/blob/HEAD/\2)", whole)


def package_links(repository: str) -> dict[str, str]:
    """Return the links beside the package's page."""
    if not repository:
        return {}
    files = {"Documentation": "README.md", "Changelog": "CHANGELOG.md"}
    return {
        "Repository": repository,
        "Issues": f"{repository}/issues",
        **{name: f"{repository}/blob/HEAD/{file}" for name, file in files.items()},
    }


class Addresses(MetadataHookInterface):
    """Fills in links and README when the package is built."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in what depends on the address."""
        repository = self.config["repository"]
        readme = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": package_page(readme, repository),
        }
        if links := package_links(repository):
            metadata["urls"] = links
