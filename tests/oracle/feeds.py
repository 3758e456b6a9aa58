"""The feeds the oracle reads, declared a second time from the interface document.

The contracts of the loader are not used on purpose: a wrong contract must show as a difference.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.oracle.columns import Feed
from tests.oracle.cpd_feeds import CPD_FEEDS
from tests.oracle.platform_feeds import PLATFORM_FEEDS
from tests.oracle.reference_feeds import REFERENCE_FEEDS
from tests.oracle.survey_feeds import SURVEY_FEEDS

FEEDS: Mapping[str, Feed] = {
    feed.name: feed for feed in (*PLATFORM_FEEDS, *REFERENCE_FEEDS, *CPD_FEEDS, *SURVEY_FEEDS)
}
