"""`python -m bot` is `giants`."""

from bot.cli import main

if __name__ == "__main__":
    main()
