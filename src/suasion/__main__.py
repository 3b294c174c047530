"""Run the command line as `python -m suasion`."""

from suasion.cli.main import main

if __name__ == "__main__":
    main()
