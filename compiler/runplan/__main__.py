"""`python -m runplan` does what `runplan` does."""

from runplan.cli import main

if __name__ == "__main__":
    main()
