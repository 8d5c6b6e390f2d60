"""Which form of a page a request gets: none, since it has it, or one in a coding it can read."""

from functools import lru_cache


def is_known(etag: str, condition: str) -> bool:
    """Weak comparison of RFC 9110, section 13.1.2; our tags hold no comma."""
    if not condition or condition == etag:
        return bool(condition)
    bare = etag.removeprefix("W/")
    tags = (tag.strip().removeprefix("W/") for tag in condition.split(","))
    return any(tag in (bare, "*") for tag in tags)


@lru_cache(maxsize=256)
def preferred_coding(accepted: str) -> str:
    """The coding of RFC 9110, section 12.5.3, that the client likes best; brotli among equals."""
    weights = dict(map(weighted, accepted.lower().split(",")))
    anything = weights.get("*", 0.0)
    best = max(("br", "gzip"), key=lambda coding: weights.get(coding, anything))
    weight = weights.get(best, anything)
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else "identity"


def weighted(item: str) -> tuple[str, float]:
    """ "gzip;q=0.5" as ("gzip", 0.5); a weight that is no number counts as 0."""
    coding, _semicolon, parameter = item.partition(";")
    name, _equals, weight = parameter.strip().partition("=")
    try:
        return coding.strip(), float(weight) if name.strip() == "q" else 1.0
    except ValueError:
        return coding.strip(), 0.0
