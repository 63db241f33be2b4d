"""Drawing: SVG made of values, without a store."""
