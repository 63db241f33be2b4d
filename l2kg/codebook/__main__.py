"""Write the codebook: `python -m l2kg.codebook`."""

from l2kg.codebook import main

if __name__ == "__main__":
    main()
