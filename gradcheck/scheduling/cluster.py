"""Derivations proved on a Dask cluster that is already running.

Modules run here, as always (``loading``); what travels are derivations as plain data, large ones in parts, with what is
recorded of them and the limits, and what comes back are outcomes, decided by the kernel of a machine of the cluster.
So all machines must have what this one has: the same gradcheck, SymPy, python-flint and Python; a cluster where one
differs is refused.

A request that was on a machine when it died is asked again; one that brings no answer time and again is answered here,
and so is the rest where no machine is left.  Nothing is lost, and the order of the answers is that of the jobs.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gradcheck.events import Finished, Observer, Opened, ignore
from gradcheck.proofs.transfer import send_derivation
from gradcheck.prover import heading_of
from gradcheck.scheduling.choice import choose_steps
from gradcheck.scheduling.groups import parts_of
from gradcheck.scheduling.job import Done, Job, Loaded, load_job, settle_job
from gradcheck.scheduling.local import Crew
from gradcheck.scheduling.remote import Answer, Request, Unanswered, answer, installed

if TYPE_CHECKING:
    from distributed import Client, Future

    from gradcheck.derivation import Derivation
    from gradcheck.proofs.records import Record
    from gradcheck.verdict import StepOutcome

CONNECT = 30  # seconds until a scheduler that does not answer, or a cluster without machines, is given up
ATTEMPTS = 4  # at one request
GRACE = 60.0  # seconds beyond the limits of all steps


class ClusterError(Exception):
    """A cluster that cannot be used; its text says why, and what to do."""


@dataclass
class _Asked:
    """A request that is on its way: its derivation, and the names of the steps that are wanted of it."""

    derivation: Derivation
    names: list[str]
    request: Request
    future: Future[Any]


class Cluster:
    """A connection to the scheduler of a cluster; ClusterError if there is none that can be used."""

    def __init__(self, address: str, patience: float = CONNECT) -> None:
        try:
            from distributed import Client
            from distributed.comm.addressing import get_address_host_port
        except ImportError:
            raise ClusterError("--cluster needs Dask: pip install 'gradcheck[cluster]'") from None
        self._patience = patience
        try:
            get_address_host_port(address)  # a client would take a minute, and end with a traceback
        except (ValueError, NotImplementedError) as error:
            raise ClusterError(f"{address!r} is no address of a scheduler ({error}); write tcp://HOST:8786") from None
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
        waiting: list[Done | tuple[Loaded, list[_Asked]]] = []
        try:
            for job in jobs:
                loaded = load_job(job)
                waiting.append(loaded if isinstance(loaded, Done) else (loaded, self._ask_all(loaded)))
            for item in waiting:
                yield item if isinstance(item, Done) else self._done(*item, observer)
        finally:
            asked = [one.future for item in waiting if not isinstance(item, Done) for one in item[1]]
            self._client.cancel(asked, force=True)

    def _ask_all(self, loaded: Loaded) -> list[_Asked]:
        """A request for each part of the derivation, together with the steps that the part uses."""
        derivation = loaded.derivation
        asked = []
        for part in parts_of(len(derivation.steps)):
            names = [derivation.steps[position].name for position in part]
            sub = choose_steps(derivation, part, loaded.known)
            own = {step.name: loaded.known[step.name] for step in sub.steps if step.name in loaded.known}
            request = Request(send_derivation(sub), loaded.job.limits, own, loaded.job.forms)
            asked.append(_Asked(sub, names, request, self._ask(request, len(sub.steps))))
        return asked

    def _ask(self, request: Request, steps: int) -> Future[Any]:
        patience = 2 * steps * request.limits.seconds + GRACE
        return self._client.submit(answer, pickle.dumps(request), patience, pure=False)

    def _done(self, loaded: Loaded, asked: list[_Asked], observer: Observer) -> Done:
        """The parts of a derivation, put together."""
        heading = heading_of(loaded.derivation)
        observer(Opened(heading.name, tuple(step.name for step in loaded.derivation.steps)))
        steps: list[StepOutcome] = []
        found: dict[str, Record] = {}
        for one in asked:
            got = self._wait(one) or self._answer_here(one)
            own = [step for step in got.steps if step.name in one.names]
            for step in own:
                observer(Finished(heading.name, step))
            steps += own
            found |= {name: record for name, record in got.found.items() if name in one.names}
        outcome = replace(heading, steps=tuple(steps), seconds=sum(step.seconds for step in steps))
        return settle_job(loaded, outcome, found)

    def _wait(self, asked: _Asked) -> Answer | None:
        """The answer; None if the cluster has none to give."""
        from distributed import KilledWorker

        for _ in range(ATTEMPTS):
            while True:
                try:
                    found = pickle.loads(asked.future.result(timeout=self._patience))
                    return found if isinstance(found, Answer) else None
                except TimeoutError:
                    if not self._client.scheduler_info(n_workers=-1)["workers"]:
                        return None
                except (KilledWorker, Unanswered):  # perhaps no fault of this request: of all that were on the machine
                    break
                except Exception:  # whatever else a cluster raises, a lost connection for one
                    return None
            asked.future = self._ask(asked.request, len(asked.derivation.steps))
        return None

    def _answer_here(self, asked: _Asked) -> Answer:
        with Crew(1) as crew:
            request = asked.request
            return Answer(*crew.prove_derivation(asked.derivation, request.limits, request.known, request.forms))

    def close(self) -> None:
        """Leave the cluster; requests that are still there are given up."""
        self._client.close(timeout=5)


def _told(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
