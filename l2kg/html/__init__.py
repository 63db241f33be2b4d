"""Markup: from values to HTML, one file a page."""
