"""kpi_aims, of which the definitions give the aims and not which KPI measures which."""

from __future__ import annotations

import psycopg

AIMS = {1, 2, 3, 4}  # of the review's terms of reference


def faults_of_aims(url: str) -> list[str]:
    """What is wrong with the aims, or between them and the scorecard's rows."""
    with psycopg.connect(url) as connection:
        aims = connection.execute(
            "select aim, kpi_codes, is_measured from marts.kpi_aims"
        ).fetchall()
        on_scorecard = connection.execute(
            "select distinct kpi_code, aim, kpi_name is null from marts.kpi_scorecard"
        ).fetchall()
    faults = [] if sorted(aim for aim, _, _ in aims) == sorted(AIMS) else [f"the aims are {aims}"]
    measured_by = {aim: set((codes or "").split(", ")) - {""} for aim, codes, _ in aims}
    faults += [
        f"aim {aim} is measured by {codes}: {is_measured}"
        for aim, codes, is_measured in aims
        if is_measured != bool(measured_by[aim])
    ]
    for code, aim, is_nameless in on_scorecard:
        measured = next((one for one, codes in measured_by.items() if code in codes), None)
        if aim != measured or is_nameless:
            faults.append(f"{code} serves aim {aim} on the scorecard, {measured} in kpi_aims")
    return faults
