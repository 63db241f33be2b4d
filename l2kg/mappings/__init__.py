"""Links to the records of other data sets.

Their schemes, the tables that map to them, the rules of these, the triples that they
make.
"""
