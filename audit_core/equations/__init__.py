"""Linear relations over facts: declared as text, compiled once per form, exact and three-valued.

The way: an `Equation` as written → `Instance`s, one for each row or column of a form → `EquationResult`s, one
report's. Which cell is to blame, and what is said of it, is left to diagnosis.
"""

from audit_core.equations.compiling import Instance, LinearTerm, Side, check_example, instances, line_names, validate
from audit_core.equations.evaluation import CompiledEquations, EquationResult, EquationResults, EquationStatus, evaluate
from audit_core.equations.grammar import EquationNames, Key, UnknownName, names, parse
from audit_core.equations.spec import Axis, Equation, Relation
from audit_core.equations.wording import equation_words, relation_words

__all__ = [
    "Axis",
    "CompiledEquations",
    "Equation",
    "EquationNames",
    "EquationResult",
    "EquationResults",
    "EquationStatus",
    "Instance",
    "Key",
    "LinearTerm",
    "Relation",
    "Side",
    "UnknownName",
    "check_example",
    "equation_words",
    "evaluate",
    "instances",
    "line_names",
    "names",
    "parse",
    "relation_words",
    "validate",
]
