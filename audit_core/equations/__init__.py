"""Linear relations over facts: declared as text, compiled once per form, exact and three-valued.

The way: an `Equation` as written → `Instance`s, one for each row or column of a form → `Evaluation`s, one report's
verdicts. Which cell is to blame, and what is said of it, is left to diagnosis.
"""

from audit_core.equations.compiling import Instance, Side, Term, check_example, instances, line_names, validate
from audit_core.equations.evaluation import Compiled, Evaluation, Examined, Verdict, evaluate
from audit_core.equations.grammar import Key, Lexicon, UnknownName, names, parse
from audit_core.equations.spec import Axis, Equation, Relation
from audit_core.equations.wording import plain, relation_words

__all__ = [
    "Axis",
    "Compiled",
    "Equation",
    "Evaluation",
    "Examined",
    "Instance",
    "Key",
    "Lexicon",
    "Relation",
    "Side",
    "Term",
    "UnknownName",
    "Verdict",
    "check_example",
    "evaluate",
    "instances",
    "line_names",
    "names",
    "parse",
    "plain",
    "relation_words",
    "validate",
]
