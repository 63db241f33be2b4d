"""Match names to our actors, cases and tactics, as the Reconciliation Service API 0.2 has it.

The specification is by a community group of the W3C; the answers here are its JSON, and
`l2kg.web.reconcile_routes` serves them.
"""
