"""Every number shown is defined, in one place."""

from pathlib import Path

from rehearse.analysis import analyse
from rehearse.analysis.glossary import MEASURES
from rehearse.analysis.measures_page import as_markdown
from rehearse.deck import Question
from rehearse.take import Transcript

PAGE = Path(__file__).parents[1] / "docs" / "measures.md"


def test_the_page_of_measures_is_the_glossary():
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), (
        "write it anew: python -m rehearse.analysis.measures_page > docs/measures.md"
    )


def test_every_measure_of_delivery_has_a_finding_and_every_finding_a_reason_or_a_value():
    findings = analyse(Question(id="q", text="Why?"), Transcript(()), (), duration_s=1.0).findings

    assert [finding.measure.name for finding in findings] == [name for name in MEASURES if name != "delivery"]
    assert all((finding.value is None) == bool(finding.withheld) for finding in findings)
