"""Frames that say where they are from, so that a number taken from them can be bound."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from assay.desk.catalogue import View
from assay.desk.outcome import gather_evidence
from assay.document import ProofRelease
from assay.quantities import ORIGIN, TableOrigin

if TYPE_CHECKING:
    from pandas import DataFrame


def with_origin(frame: DataFrame, sql: str, views: Iterable[View]) -> DataFrame:
    """The same rows, missing text as None, with `attrs` that name query, rows and releases."""
    for name in frame.columns[frame.dtypes.map(lambda kind: kind.kind not in "biufM")]:
        column = frame[name].astype(object)
        frame[name] = column.where(column.notna(), None)
    rows = list(frame.itertuples(index=False, name=None))
    query = " ".join(sql.split())
    frame.attrs[ORIGIN] = TableOrigin(
        query=query,
        query_sha256=hashlib.sha256(query.encode()).hexdigest(),
        rows=len(frame),
        evidence_sha256=gather_evidence(tuple(map(str, frame.columns)), rows).digest,
        releases=tuple(_releases(views)),
    )
    return frame


def _releases(views: Iterable[View]) -> Iterable[ProofRelease]:
    for view in views:
        table = view.name.partition(".")[2].removesuffix("_all")
        for release in view.releases:
            yield ProofRelease(
                release.source,
                release.release,
                table,
                release.digest,
                str(release.released_on),
                release.grade,
            )
