"""The entry point: whatever happens, the exit code says how it ended, and never a traceback on the terminal."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence

from gradcheck.runtime.importing import leave_working_directory

UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)  # what a full or broken disk says


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0: everything as expected; 1: at least one finding; 2: the job could not be done; 130: interrupted; 143: terminated.
    """
    if arguments is None:  # as a program
        leave_working_directory()
    from gradcheck.cli.terminal.signals import interruptible

    with interruptible():
        return _run(list(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    try:
        if sys.stderr is None:  # closed by whoever started this
            sys.stderr = open(os.devnull, "w")  # noqa: SIM115  (as long as the process)
        if sys.stdout is None:
            print("gradcheck: standard output is closed", file=sys.stderr)
            return 2
        _make_printable()
        gc.set_threshold(500_000, 50, 50)  # terms and normal forms are many, small, and rarely in cycles
        from gradcheck.cli.app import parse

        command = parse(arguments)
        code = command if isinstance(command, int) else command()
        sys.stdout.flush()
        return code
    except KeyboardInterrupt as stop:
        from gradcheck.cli.terminal.signals import report_interruption

        code = report_interruption(stop)
        try:
            sys.stdout.flush()
        except OSError:  # the terminal is gone, or whoever read the results
            _forget_output()
        return code
    except BrokenPipeError:  # whoever read the results has left; what is still buffered goes nowhere, silently
        _forget_output()
        return 2
    except Exception as error:
        if isinstance(error, OSError) and error.errno in UNWRITABLE and error.filename is None:
            print(f"gradcheck: the report cannot be written: {error.strerror}", file=sys.stderr)
            _forget_output()
            return 2
        from gradcheck.cli.terminal.crash import report_crash

        report_crash(error, arguments)
        return 2
    finally:
        workers = sys.modules.get("gradcheck.runtime.child")
        if workers is not None:
            workers.close_shared()
        loading = sys.modules.get("gradcheck.scheduling.loading")
        if loading is not None:
            loading.close_loaders()


def _forget_output() -> None:
    """Let what is still buffered go nowhere, instead of failing once more at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _make_printable() -> None:
    """A terminal that lacks a character shows its escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
