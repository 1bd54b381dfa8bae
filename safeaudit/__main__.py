"""`python -m safeaudit` and the `safeaudit` command: UTF-8 out, and never a traceback for a person."""

from __future__ import annotations

import contextlib
import gc
import os
import sys


def main() -> int:
    """Run the command line; an unforeseen fault ends in one sentence unless --debug is given."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(50_000)  # a short run makes many objects and few cycles
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    from safeaudit import cli

    try:
        return cli.main()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        if "--debug" in sys.argv:
            raise
        from safeaudit.words import words

        sentence = words("en").t(
            "Something went wrong that should not ({kind}). Your files are unchanged. "
            "Run the same command with --debug and send what it prints to the office that gave you safeaudit.",
            kind=type(fault).__name__,
        )
        print(sentence, file=sys.stderr)
        return 3
    finally:
        gc.freeze()  # at its end Python would look through everything once more for cycles


if __name__ == "__main__":
    sys.exit(main())
