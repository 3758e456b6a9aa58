"""What kind of school an establishment of the register is."""

from __future__ import annotations


def phase_of(phase: str | None, establishment_type: str | None) -> str:
    """The phase group, in the order in which the definition names them."""
    if phase in ("Primary", "Middle deemed primary"):
        return "primary"
    if phase in ("Secondary", "Middle deemed secondary", "All-through"):
        return "secondary"
    if phase == "16 plus":
        return "college"
    return "special" if "special" in (establishment_type or "").lower() else "other"
