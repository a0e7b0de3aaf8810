"""A crew of worker processes: every batch comes back, done or lost, and nobody's death is anybody else's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tallystick.errors import VaultNotWritable
from tallystick.services import crew as crew_module
from tallystick.services.crew import Crew, Done, Lost
from unit.services.crew_work import doubling, dying, failing, hanging, long_but_alive, once, telling_share


def work_off(crew: Crew, batches: list[Any]) -> list[Done | Lost]:
    waiting, back = list(batches), []
    while waiting or not crew.is_idle:
        while waiting and crew.has_room:
            crew.give(waiting.pop(0))
        back += crew.take(5)
    return back


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_batch_comes_back_with_its_own_result(jobs: int) -> None:
    """Nothing is lost, doubled or mixed up, however many work."""
    with Crew(jobs, doubling) as crew:
        back = work_off(crew, list(range(40)))
    assert sorted((done.batch, done.result) for done in back) == [(n, 2 * n) for n in range(40)]


def test_one_worker_keeps_the_order() -> None:
    """With one worker, results come in the order in which the work was given."""
    with Crew(1, doubling) as crew:
        assert [done.batch for done in work_off(crew, list(range(20)))] == list(range(20))


def test_each_worker_has_a_share_of_its_own() -> None:
    """No two workers are given the same share, and whoever is left over has none."""
    with Crew(3, telling_share, "prefix", shares=[("one",), ("two",)]) as crew:
        given = Counter(done.result for done in work_off(crew, list(range(30))))
    assert set(given) <= {("prefix", ("one",)), ("prefix", ("two",)), ("prefix", ())}


def test_a_dead_workers_share_is_not_given_again(tmp_path: Path) -> None:
    """Its pack may have a torn tail: whoever takes its place begins anew."""
    with Crew(1, telling_share, "prefix", shares=[("one",)]) as crew:
        assert [done.result for done in work_off(crew, [1])] == [("prefix", ("one",))]
        crew._workers[0].process.kill()
        crew._workers[0].process.join()
        (lost,) = work_off(crew, [2])
        assert isinstance(lost, Lost)
        assert [done.result for done in work_off(crew, [3])] == [("prefix", ())]


@pytest.mark.parametrize(("how", "words"), [("signal", "ended by signal SIGSEGV"), ("exit", "ended with exit code 7")])
def test_a_dying_worker_loses_only_what_it_held(how: str, words: str) -> None:
    """Its batches come back as lost with the reason in words; a new worker does the rest."""
    with Crew(1, dying) as crew:
        back = work_off(crew, ["a", how, "b"])
        assert [type(each) for each in back if each.batch == how] == [Lost]
        assert {each.how for each in back if isinstance(each, Lost)} == {words}
        again = [each.batch for each in back if isinstance(each, Lost) and each.batch != how]
        assert {done.batch for done in work_off(crew, [*again, "c"])} == {*again, "c"}
        assert {each.batch for each in back} == {"a", how, "b"}


def test_a_lost_batch_can_be_given_again(tmp_path: Path) -> None:
    """What killed one worker by chance is done by the next."""
    with Crew(2, once, tmp_path / "flag") as crew:
        back = work_off(crew, ["x"])
        assert [type(each) for each in back] == [Lost]
        assert work_off(crew, ["x"]) == [Done("x", "x")]


def test_an_error_of_ours_passes_with_its_class_and_wording() -> None:
    """What a worker could not go on from is raised here, as it was said there."""
    with Crew(2, failing, "no space left on device") as crew:
        crew.give("2026/x")
        with pytest.raises(
            VaultNotWritable, match=r"vault file originals/2026/x: .*\(no space left on device\)"
        ) as raised:
            list(crew.take(10))
    assert raised.value.code == "vault-not-writable"
    assert raised.value.exit_code == 2


def test_time_runs_out_in_code_that_is_not_python() -> None:
    """A reader that hangs inside a library is ended by the system; it loses only what it held."""
    with Crew(1, hanging) as crew:
        back = work_off(crew, ["a", "hang"])
    assert [each.result for each in back if isinstance(each, Done)] == ["a"]
    assert [each.how for each in back if isinstance(each, Lost)] == ["its time to be read ran out"]


@pytest.mark.parametrize("is_told", [False, True])
def test_what_libraries_print_is_seen_only_when_asked_for(is_told: bool) -> None:
    """A worker's output reaches nobody; with TALLY_DEBUG it does, and so does the place where its time ran out."""
    code = (
        "from tallystick.services.crew import Crew\nfrom unit.services.crew_work import hanging\n"
        "with Crew(1, hanging) as crew:\n    crew.give('hang')\n    print(list(crew.take(20))[0].how)"
    )
    path = os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])
    environment = {**os.environ, "PYTHONPATH": path, "TALLY_DEBUG": "1" if is_told else ""}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60)
    assert run.stdout.endswith("its time to be read ran out\n")
    if is_told:
        assert "what a library prints" in run.stderr
        assert "crew_work.py" in run.stderr
    else:
        assert run.stdout + run.stderr == "its time to be read ran out\n"


def test_who_is_slow_and_says_so_is_not_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large original may take longer than a worker may be silent."""
    monkeypatch.setattr(crew_module, "LONGEST_SILENCE_SECONDS", 0.8)
    with Crew(1, long_but_alive) as crew:
        assert work_off(crew, [1.6]) == [Done(1.6, 1.6)]


def test_no_worker_outlives_its_crew() -> None:
    """When the work is over the processes are gone."""
    with Crew(2, doubling) as crew:
        processes = [worker.process for worker in crew._workers]
        work_off(crew, [1, 2, 3])
    assert not any(process.is_alive() for process in processes)
