"""Interleaved rounds and the ratio of two things measured side by side in one run."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """Ratios of ours to the yardstick, one a round; more is not always better."""

    name: str
    ratios: tuple[float, ...]
    ours: float
    yardstick: float
    unit: str

    def row(self) -> str:
        median, low, high = statistics.median(self.ratios), min(self.ratios), max(self.ratios)
        return (
            f"| {self.name} | {median:.2f} | {low:.2f}–{high:.2f} "
            f"| {self.ours:.2f} {self.unit} | {self.yardstick:.2f} {self.unit} |"
        )


HEAD = "| what | ratio (median) | rounds | ours | yardstick |\n|---|---|---|---|---|"


def cpu_ms(call: Callable[[], object], times: int) -> float:
    """Milliseconds of processor time for one call, averaged over `times` calls."""
    start = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - start) * 1000 / times


def memory(name: str) -> float:
    """Megabytes of this process, by Linux: VmRSS now, VmHWM at most until now."""
    with open("/proc/self/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024


def compare(
    name: str,
    ours: Callable[[], float],
    yardstick: Callable[[], float],
    *,
    rounds: int = 7,
    unit: str = "ms",
) -> Ratio:
    """Measure both in turn, A B A B …, and keep the ratio of each round."""
    pairs = [(ours(), yardstick()) for _ in range(rounds)]
    return Ratio(
        name,
        tuple(a / b for a, b in pairs),
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        unit,
    )
