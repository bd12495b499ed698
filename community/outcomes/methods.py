"""How figures on outcomes are worked out, in the words of the report."""

from __future__ import annotations

from community.phrases import phrase

METHODS = (
    phrase(
        "Scores: by each instrument's published key; reversed items are turned round."
        " With at least 80 % of the items answered the mean of these stands for the "
        "others; with fewer there is no score. Answers that cannot be right are "
        "refused, and so is the score that they belong to."
    ),
    phrase(
        "Change: the mean of each member's score after less their score before. Its "
        "interval is a bootstrap (4,000 resamples, bias-corrected and accelerated; "
        "Efron 1987). The size is the change by the standard deviation before; with a"
        " comparison group the difference in change by that of both groups (Morris "
        "2008)."
    ),
    phrase(
        "p: from Student's t of the changes, with a comparison group from Welch's. "
        "Members of a pair of mentoring or of a group are alike, so the same is "
        "worked out with errors that allow for that (Cameron and Miller 2015), and "
        "what is less sure counts. Interval and p are worked out in different ways "
        "and can differ at the edge."
    ),
    phrase(
        "Many outcomes: Holm (1979) among those declared as the question, Benjamini "
        "and Hochberg (1995) among the others."
    ),
    phrase(
        "Improved and worsened: by more than 1.96 standard errors of a difference "
        "between two scores (Jacobson and Truax 1991), with the instrument's "
        "published reliability, else that of these members' answers; intervals by "
        "Wilson (1927)."
    ),
    phrase(
        "Those who left: ends of the scale as the worst case (Horowitz and Manski "
        "2000); weights of 1 over the probability of staying, from a logistic "
        "regression on all scores before, at most 20 (Robins, Rotnitzky and Zhao "
        "1995). Neither knows what would have become of them."
    ),
    phrase("Smallest to show: the change that such a study finds in 80 of 100 cases."),
    phrase(
        "Privacy: only members who let research use their answers; no figure about "
        "fewer than five, no count from which such a one follows, and nobody's own "
        "score."
    ),
)
"""A paragraph each."""
