"""Two records of the same thing made one: what moves, what stands in the way, and doing it."""

from .carrying_out import Changed, merge
from .obstacles import Obstacle
from .planning import Plan, plan

__all__ = ["Changed", "Obstacle", "Plan", "merge", "plan"]
