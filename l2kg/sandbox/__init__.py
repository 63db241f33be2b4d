"""Child processes for what strangers send: queries and files."""
