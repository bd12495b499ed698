"""What members are for: statements over time, drafts of them, what carries them, and themes.

From a notebook, with a store and a snapshot at hand:

    picture = Picture.of(store, snapshot)
    purpose_of(picture, "member:ada").current.parts
    suggest(picture, "member:ada", SentenceTransformerEmbedder()).drafts[0].evidence
    find_themes(picture).themes[0].name
"""

from community.purpose.close_and_far import Reason
from community.purpose.drafts import Draft, Evidence, Suggestions, suggest
from community.purpose.expression import Carried, Expression, expression_of
from community.purpose.meetings import Acquaintances, Meeting, acquaintances
from community.purpose.parts import PARTS, Part
from community.purpose.refinement import Refinement, refinements, usual_distance
from community.purpose.stages import STAGE_WORDS, Stage, stage_of
from community.purpose.statements import Purpose, Statement, member_node, purpose_of
from community.purpose.themes import Theme, Themes, find_themes

__all__ = [
    "PARTS", "STAGE_WORDS", "Acquaintances", "Carried", "Draft", "Evidence", "Expression",
    "Meeting", "Part", "Purpose", "Reason", "Refinement", "Stage", "Statement", "Suggestions",
    "Theme", "Themes", "acquaintances", "expression_of", "find_themes", "member_node",
    "purpose_of", "refinements", "stage_of", "suggest", "usual_distance",
]  # fmt: skip
