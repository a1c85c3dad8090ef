"""`python -m stikg` is `stikg`."""

from stikg.cli import main

if __name__ == "__main__":
    main()
