"""Reports that people read: what is in one, as HTML and as Markdown, and their pictures."""

from community.reports.document import Chart, Number, Paragraph, Report, Section, Table
from community.reports.html import as_html
from community.reports.markdown import as_markdown
from community.reports.pictures import svg

__all__ = [
    "Chart", "Number", "Paragraph", "Report", "Section", "Table", "as_html", "as_markdown", "svg",
]  # fmt: skip
