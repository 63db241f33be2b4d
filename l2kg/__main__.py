"""Run the command line: `python -m l2kg`."""

from l2kg.cli import main

if __name__ == "__main__":
    main(prog_name="l2kg")
