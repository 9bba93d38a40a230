"""Derivations proved on a Dask cluster that is already running.

Modules run here, as always (``loading``); what travels is the derivation as plain data, what is recorded of it, and the
limits, and what comes back are outcomes, decided by the kernel of a machine of the cluster.  So all machines must have
what this one has: the same gradcheck, SymPy, python-flint and Python; a cluster where one differs is refused.

A request that was on a machine when it died is asked again; one that brings no answer time and again is answered here,
and so is the rest where no machine is left.  Nothing is lost, and the order of the answers is that of the jobs.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from gradcheck.events import Finished, Observer, Opened, ignore
from gradcheck.scheduling.job import Done, Job, Loaded, load_job, prove_job, settle_job
from gradcheck.scheduling.remote import Answer, Request, Unanswered, answer, installed

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT = 30  # seconds until a scheduler that does not answer, or a cluster without machines, is given up
ATTEMPTS = 4  # at one request
GRACE = 60.0  # seconds beyond the limits of all steps


class ClusterError(Exception):
    """A cluster that cannot be used; its text says why, and what to do."""


class Cluster:
    """A connection to the scheduler of a cluster; ClusterError if there is none that can be used."""

    def __init__(self, address: str, patience: float = CONNECT) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise ClusterError("--cluster needs Dask: pip install 'gradcheck[cluster]'") from None
        self._patience = patience
        try:
            self._client: Client = Client(address, timeout=patience, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterError(f"no scheduler answers at {address}: {_told(error)}") from None
        try:
            self._client.wait_for_workers(1, timeout=patience)
            self._check_versions(address)
        except TimeoutError:
            self.close()
            raise ClusterError(f"the cluster at {address} has no workers") from None
        except BaseException:
            self.close()
            raise

    def _check_versions(self, address: str) -> None:
        try:
            found = self._client.run(installed)
        except Exception as error:  # whatever a worker raised
            raise ClusterError(f"a worker of {address} cannot import this gradcheck: {_told(error)}") from None
        own = installed()
        others = sorted(worker for worker, version in found.items() if version is None or version != own)
        if others:
            what = "other versions of gradcheck, Python, SymPy or python-flint than this machine"
            raise ClusterError(f"{', '.join(others)} {'has' if len(others) == 1 else 'have'} {what}; install the same")

    def prove(self, jobs: Iterable[Job], observer: Observer = ignore) -> Iterator[Done]:
        """The results in the order of the jobs."""
        waiting: list[tuple[Done | Loaded, Future[Any] | None]] = []
        try:
            for job in jobs:
                loaded = load_job(job)
                waiting.append((loaded, None if isinstance(loaded, Done) else self._ask(loaded)))
            for loaded, future in waiting:
                if isinstance(loaded, Done):
                    yield loaded
                elif future is not None:
                    yield self._done(loaded, future, observer)
        finally:
            self._client.cancel([future for _, future in waiting if future is not None], force=True)

    def _done(self, loaded: Loaded, future: Future[Any], observer: Observer) -> Done:
        got = self._wait(loaded, future)
        if got is None:
            return prove_job(loaded.job, observer)
        observer(Opened(got.outcome.name, tuple(step.name for step in got.outcome.steps)))
        for step in got.outcome.steps:
            observer(Finished(got.outcome.name, step))
        return settle_job(loaded, got.outcome, got.found)

    def _ask(self, loaded: Loaded) -> Future[Any]:
        request = Request(loaded.sent(), loaded.job.limits, loaded.known, loaded.job.forms)
        steps = len(loaded.derivation.steps)
        return self._client.submit(
            answer, pickle.dumps(request), 3 * steps * loaded.job.limits.seconds + GRACE, pure=False
        )

    def _wait(self, loaded: Loaded, future: Future[Any]) -> Answer | None:
        """The answer; None if the cluster has none to give."""
        from distributed import KilledWorker

        for _ in range(ATTEMPTS):
            while True:
                try:
                    found = pickle.loads(future.result(timeout=self._patience))
                    return found if isinstance(found, Answer) else None
                except TimeoutError:
                    if not self._client.scheduler_info(n_workers=-1)["workers"]:
                        return None
                except (KilledWorker, Unanswered):  # perhaps no fault of this request: of all that were on the machine
                    break
                except Exception:  # whatever else a cluster raises, a lost connection for one
                    return None
            future = self._ask(loaded)
        return None

    def close(self) -> None:
        """Leave the cluster; requests that are still there are given up."""
        self._client.close(timeout=5)


def _told(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
