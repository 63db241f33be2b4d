"""Run `python -m l2kg.codebook`."""

from l2kg.codebook import main

main()
