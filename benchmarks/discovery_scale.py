"""How long `database-designer discover` takes on 1,000 and on 10,000 requirement statements: `make bench`.

Wall time, CPU time and peak memory of the whole process, start-up and the loading of the language model included, on
generated projects; and the time until the first output on a document of one sentence. Targets: 10 s, 100 s and
1,500 MB, 2.5 s on two cores; ten times the text should take at most GROWTH times as long beyond the start-up, by CPU
time, as wall time tells of whatever else the machine does, too.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from generated_project import Size, write_project

GROWTH = 12.0
MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024  # the unit of ru_maxrss differs
STATEMENTS_EACH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What a run took: wall seconds to the first output and to the end, CPU seconds, peak resident memory in MB."""

    first: float
    seconds: float
    cpu: float
    megabytes: float


def main() -> int:
    """Measures and prints; returns 0 where the growth is within the target, else 1."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="discovery-scale-") as folder:
        single = Path(folder) / "single.md"
        single.write_text("- FR-1: Each parcel has a number and a weight.\n", encoding="utf-8")
        start = min((_run(single) for _ in range(arguments.runs)), key=lambda m: m.seconds)
        print(f"{'statements':>12}{'first s':>10}{'wall s':>10}{'CPU s':>10}{'MB':>8}")
        print(_row(1, start))
        taken = []
        for statements in (arguments.statements, 10 * arguments.statements):
            project = Path(folder) / f"project{statements}"
            write_project(project, Size(entities=max(2, statements // STATEMENTS_EACH), statements=STATEMENTS_EACH))
            measured = _run(project)
            taken.append(measured.cpu - start.cpu)
            print(_row(statements, measured))
    ratio = taken[1] / max(taken[0], 0.1)
    print(f"\nten times the text takes {ratio:.1f} times as long, target at most {GROWTH}")
    return 0 if ratio <= GROWTH else 1


def _row(statements: int, measured: Measurement) -> str:
    times = f"{measured.first:>10.1f}{measured.seconds:>10.1f}{measured.cpu:>10.1f}"
    return f"{statements:>12}{times}{measured.megabytes:>8.0f}"


def _run(path: Path) -> Measurement:
    command = [sys.executable, "-m", "database_designer", "discover", str(path)]
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        first = time.monotonic() - began
        process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"discover ended with {process.returncode} on {path}")
    return Measurement(
        first=first,
        seconds=time.monotonic() - began,
        cpu=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss / MEGABYTE,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1000, help="statements of the smaller project (default 1000)")
    parser.add_argument("--runs", type=int, default=3, help="runs of the single sentence (default 3)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
