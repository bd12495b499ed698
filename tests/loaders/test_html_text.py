"""What remains of HTML when it is read."""

from __future__ import annotations

import time

import pytest

from loaders.html_text import html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain\nwords ", "plain\nwords"),
        ("<p>One <b>two</b></p>\n\n<p>three</p>", "One two\nthree"),
        ("a&nbsp;&amp; b &lt;c&gt; &#8217; &bogus;", "a\xa0& b <c> ’ &bogus;"),
        ("<ul><li>x</li><li>y</li></ul>", "- x\n- y"),
        ('see <a href="http://x.y/?q">this</a> <img src="http://x/y.png" alt="z">', "see this"),
        ("<pre><code>def f():\n    return 1</code></pre>", "def f():\n    return 1"),
        ("x<script>evil()</script><style>p{}</style>y", "xy"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ("1 < 2", "1 < 2"),
        ("<!-- never closed", "<!-- never closed"),
        ('<p title="a > b">c</p>', "c"),
        ("</p></p></script>odd", "odd"),
        ("<!-- hidden --><![CDATA[x]]>seen", "seen"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_deep_nesting_is_no_trouble() -> None:
    assert html_to_text("<div>" * 100_000 + "x") == "x"


@pytest.mark.parametrize(
    "piece",
    ["<", "&", "<!--", "</", "<a ", "<![", "<?", "<script>", "&#", "<a href='", '<a "', "<x>"],
)
def test_hostile_html_takes_no_longer_than_any_other(piece: str) -> None:
    begun = time.process_time()
    html_to_text(piece * (2_000_000 // len(piece)))
    assert time.process_time() - begun < 10
