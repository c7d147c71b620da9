"""Texts that a ruleset takes for nobody's own, so that reports which have them in common are not alike for it."""

import json
from pathlib import Path

import pytest

from audit_core.engine import Auditor
from audit_core.errors import ConfigurationError
from audit_core.plugins import discover
from audit_core.signatures import Letters, Signature
from tests.reports.reading import auditor

MODEL = "本机关高度重视2022年工作，成立领导小组，明确专人负责。\n切实做到应公开尽公开。"


def own(words: frozenset[int], text: str) -> int:
    made = Signature.of(Letters.of([text]), words)
    assert made is not None
    return made.own


@pytest.mark.parametrize("form", range(2))
def test_statutory_words_are_nobodys_own(form: int) -> None:
    words = auditor().ruleset.forms[form].common_words
    assert own(words, "一、总体情况") == 0
    assert own(words, "根据《中华人民共和国政府信息公开条例》") <= 1
    assert own(words, "3.危及“三安全一稳定”") == 0
    assert own(words, "五、存在的主要问题及改进情况") == 0
    assert own(words, "水库放水预警提前半天公布到沿河各村") > 10


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("boilerplate: model.txt", "model.txt"),
        (f"boilerplate: [{json.dumps(MODEL, ensure_ascii=False)}]", ""),
        ("boilerplate: model.yaml", "model.yaml"),
        (f"forms: [{{form: ogi-2021, boilerplate: [{json.dumps(MODEL, ensure_ascii=False)}]}}]", ""),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_province_adds_its_model(tmp_path: Path, given: str, name: str, encoding: str) -> None:
    if name:
        content = MODEL if name.endswith(".txt") else f"- {json.dumps(MODEL, ensure_ascii=False)}\n"
        (tmp_path / name).write_text(content, encoding=encoding if name.endswith(".txt") else "utf-8")
    (tmp_path / "mine.yaml").write_text(f"ruleset: mine\nextends: ogi\n{given}\n", encoding="utf-8")
    form = Auditor.load(str(tmp_path / "mine.yaml"), plugins=discover()).ruleset.forms[1]
    copied = "本机关高度重视2025年工作，成立领导小组，明确专人负责。切实做到应公开尽公开。"
    assert own(form.common_words, copied) == 0
    assert own(auditor().ruleset.forms[1].common_words, copied) > 20


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("boilerplate: [无其他]", r"mine\.yaml:3:15: found '无其他', expected a text of 5 letters or more"),
        ("boilerplate: model.csv", r"mine\.yaml:3:14: found 'model\.csv', expected a list"),
        ("boilerplate: absent.txt", r"mine\.yaml:3:14: .*absent\.txt"),
        ("boilerplate: empty.txt", r"empty\.txt:1:1: found '', expected a text of 5 letters or more"),
    ],
)
def test_boilerplate_with_a_fault_is_refused(tmp_path: Path, given: str, said: str) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(f"ruleset: mine\nextends: ogi\n{given}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=said):
        Auditor.load(str(tmp_path / "mine.yaml"), plugins=discover())
