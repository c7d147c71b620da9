"""Failed equations to findings: the smallest set of cells that explains them, and words a person would use.

Faults are taken as independent: a cell is a candidate only where every assessed equation it stands in fails; see
`repair` for the method. What scoring makes of the findings is left to scoring.
"""

from audit_core.diagnosis.judging import Judgement, judge

__all__ = ["Judgement", "judge"]
