"""How long a model with many rules takes to be compiled and proven: `make bench`.

A generated model of 60 entities is designed and written, and then proven on the embedded server. Compiling it should
take at most COMPILED seconds, proving it at most PROVEN, both by the clock on two cores; the exit code says whether.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rules_model import ENTITIES, rules_model

COMPILED, PROVEN = 3.0, 120.0


def main() -> int:
    """Measures and prints; returns 0 where both are within the target, else 1."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="rules-scale-") as folder:
        model = Path(folder) / "model.yaml"
        model.write_text(rules_model(arguments.districts), encoding="utf-8")
        compiled, _ = _timed("design", str(model), "--output", f"{folder}/out", "--no-verify")
        print(f"{arguments.districts * ENTITIES} entities compiled in {compiled:.1f} s, target {COMPILED:.0f}")
        proven, answer = _timed("verify", f"{folder}/out", "--json")
    rules = json.loads(answer)["servers"][0]["rules"]
    probes = Counter(probe["kind"] for rule in rules for probe in rule["probes"])
    verdicts = Counter(rule["verdict"] for rule in rules)
    print(f"{len(rules)} rules tried in {proven:.1f} s, target {PROVEN:.0f}: {_listed(verdicts)}")
    print(f"{probes.total()} probes: {_listed(probes)}; {os.cpu_count()} cores")
    return 0 if compiled <= COMPILED and proven <= PROVEN else 1


def _timed(*arguments: str) -> tuple[float, str]:
    """The seconds that a command takes, and what it prints. Its exit code is 0, or 1 where a proof fails."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "database_designer", *arguments]
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if ran.returncode not in (0, 1):
        raise RuntimeError(f"{arguments[0]} ended with {ran.returncode}")
    return time.perf_counter() - started, ran.stdout


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.most_common())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--districts", type=int, default=10, help="groups of six entities (default 10)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
