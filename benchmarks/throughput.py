"""Steps a second: ``python -m benchmarks.throughput [--steps N] [--jobs N] [--cluster N]``.

Writes a corpus (``corpus``) of many small derivations and a few large ones, checks it without cache and without
recorded proofs, and compares the verdicts with those that are to come.  ``--cluster N`` checks it once more on a Dask
cluster of N workers of this machine.  The seconds of a processor are those of all processes of the run together, which
other work on the machine does not change by much.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from logging import CRITICAL
from pathlib import Path

from benchmarks.corpus import write_corpus

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "GRADCHECK_NO_CACHE": "1"}


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(what: str, folder: Path, cores: int, expected: Mapping[str, int], *options: str) -> None:
    """Check the corpus, and print what that took."""
    spent, start = _spent(), time.perf_counter()
    command = [sys.executable, "-m", "gradcheck", "check", str(folder), "--output-format", "json", *options]
    # the same, whether there is a solver or not, and however busy the machine is with other things
    command += ["--trust", "enclosure", "--timeout", "300"]
    ran = subprocess.run(command, env=ENVIRONMENT, stdout=subprocess.PIPE, check=False)
    seconds, spent = time.perf_counter() - start, _spent() - spent
    found = Counter(step["verdict"] for item in json.loads(ran.stdout)["derivations"] for step in item["steps"])
    count = sum(found.values())
    print(f"{what}: {count} steps in {seconds:.1f} s, {count / seconds / cores:.1f} a second and core")
    if "--cluster" not in options:  # where the work is done by others than children of this process
        print(f"  {count / spent:.1f} a second of a processor ({spent:.1f} s)")
    print(f"  {', '.join(f'{number} {verdict}' for verdict, number in sorted(found.items()))}")
    if found != expected:
        sys.exit(f"  expected were {dict(expected)}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--cluster", type=int, default=0, metavar="WORKERS")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gradcheck-throughput-") as scratch:
        expected = write_corpus(Path(scratch), options.steps)
        measure(f"--jobs {options.jobs}", Path(scratch), options.jobs, expected, "--jobs", str(options.jobs))
        if options.cluster:
            from distributed import LocalCluster

            cluster = LocalCluster(
                n_workers=options.cluster, threads_per_worker=1, dashboard_address=None, silence_logs=CRITICAL
            )
            with closing(cluster):
                address = cluster.scheduler_address
                what = f"--cluster of {options.cluster}"
                measure(what, Path(scratch), options.cluster, expected, "--cluster", address)


if __name__ == "__main__":
    main()
