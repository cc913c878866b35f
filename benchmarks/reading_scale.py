"""How time and memory of `database-designer design --no-verify` grow with the text: `make bench`.

A generated project is designed, and then one with twice the text: once because there are twice the entities, once
because twice as much is said about each. The best of several runs counts, in seconds of processor time: the program is
one process, and a busy machine makes wall time say little. Twice the text should take at most TARGET times as long; the
exit code says whether it did.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from generated_project import Size, write_project

TARGET = 2.2
MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024  # the unit of ru_maxrss differs


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What one size took: words of text, seconds of processor time, peak resident memory in MB."""

    size: Size
    words: int
    seconds: float
    megabytes: float


def main() -> int:
    """Measures and prints; returns 0 where every ratio is within the target, else 1."""
    arguments = _arguments()
    base = Size(entities=arguments.entities, statements=arguments.statements)
    grown = {
        "twice the entities": Size(entities=2 * base.entities, statements=base.statements),
        "twice the statements": Size(entities=base.entities, statements=2 * base.statements),
    }
    first = measure(base, arguments.runs)
    print(_row("text", "words", "CPU s", "MB", "words x", "time x"))
    print(_row("as it is", first.words, f"{first.seconds:.1f}", f"{first.megabytes:.0f}", "", ""))
    ratios = []
    for label, size in grown.items():
        now = measure(size, arguments.runs)
        ratios.append(now.seconds / first.seconds)
        more = f"{now.words / first.words:.2f}"
        print(_row(label, now.words, f"{now.seconds:.1f}", f"{now.megabytes:.0f}", more, f"{ratios[-1]:.2f}"))
    print(f"\nlargest ratio {max(ratios):.2f}, target at most {TARGET}")
    return 0 if max(ratios) <= TARGET else 1


def measure(size: Size, runs: int) -> Measurement:
    """The best of `runs` runs on a project of this size. Raises RuntimeError where the design fails."""
    with tempfile.TemporaryDirectory(prefix="reading-scale-") as folder:
        project = Path(folder) / "project"
        words = write_project(project, size)
        results = [_run(project, Path(folder) / f"out{number}") for number in range(runs)]
    return Measurement(
        size=size,
        words=words,
        seconds=min(seconds for seconds, _ in results),
        megabytes=min(megabytes for _, megabytes in results),
    )


def _run(project: Path, output: Path) -> tuple[float, float]:
    command = [
        sys.executable,
        "-m",
        "database_designer",
        "design",
        str(project),
        "--output",
        str(output),
        "--no-verify",
    ]
    with (output.with_suffix(".log")).open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"design ended with {process.returncode}:\n{output.with_suffix('.log').read_text()[-2000:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEGABYTE


def _row(*cells: object) -> str:
    first, *rest = (str(cell) for cell in cells)
    return f"{first:<22}" + "".join(f"{cell:>10}" for cell in rest)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=40, help="entities of the smaller project (default 40)")
    parser.add_argument("--statements", type=int, default=20, help="statements for each entity (default 20)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each size, of which the best counts (default 3)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
