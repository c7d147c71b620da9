"""Reports without a fault: A19 on the form of 2019, B22 and D22 on that of 2021; each call makes a new one."""

from collections.abc import Mapping

from audit_rulesets.samples.drafts import Draft, Part
from audit_rulesets.samples.statutory import applications, cases, disclosure_2019, disclosure_2021
from tests.reports import prose

ORGAN = "青岚县人民政府"
DEPARTMENT = "青岚县水利局"

_APPLICATIONS: dict[str, str] = {
    "received": "90 22 0 2 4 2 120",
    "carried_in": "4 2 0 0 0 0 6",
    "granted": "44 11 0 1 3 1 60",
    "partial": "7 2 0 0 1 0 10",
    "denied_by_law": "1 0 0 0 0 0 1",
    "denied_third_party": "2 1 0 0 0 0 3",
    "denied_internal": "2 0 0 0 0 0 2",
    "denied_process": "3 0 0 0 0 0 3",
    "denied_case_file": "1 1 0 0 0 0 2",
    "denied_query": "2 0 0 0 0 0 2",
    "unable_not_held": "10 5 0 1 0 0 16",
    "unable_needs_creation": "3 1 0 0 0 0 4",
    "unable_unclear": "2 0 0 0 0 0 2",
    "refused_petition": "5 0 0 0 0 0 5",
    "refused_repeat": "2 0 0 0 0 1 3",
    "refused_confirmation": "1 0 0 0 0 0 1",
    "total": "88 22 0 2 4 2 118",
    "carried_out": "6 2 0 0 0 0 8",
}

_LAST_APPLICATIONS = _APPLICATIONS | {
    "received": "75 20 0 1 3 1 100",
    "carried_in": "5 1 0 0 0 0 6",
    "granted": "32 8 0 0 2 0 42",
    "total": "76 19 0 1 3 1 100",
    "carried_out": "4 2 0 0 0 0 6",
}
"""Those of the year before: 20 less were received, and what they carry out is carried in."""

_NEXT_APPLICATIONS = _APPLICATIONS | {
    "received": "80 22 0 2 4 2 110",
    "carried_in": "6 2 0 0 0 0 8",
    "granted": "38 11 0 1 3 1 54",
    "total": "82 22 0 2 4 2 112",
    "carried_out": "4 2 0 0 0 0 6",
}
"""Those of the year after: what was carried out is carried in."""

A19_DISCLOSURE: Mapping[str, str] = {
    "rules": "0 0 0",
    "normative": "9 12 86",
    "licences": "117 -5 266",
    "other_services": "488 12 5031",
    "penalties": "605 -83 2186",
    "coercion": "111 -4 95",
    "fees": "28 -3",
    "centralised": "392 6007.0512",
}

A20_DISCLOSURE: Mapping[str, str] = {
    "rules": "0 0 0",
    "normative": "7 10 95",
    "licences": "112 6 301",
    "other_services": "500 -20 4880",
    "penalties": "522 11 2044",
    "coercion": "107 3 102",
    "fees": "25 -2",
    "centralised": "405 6203.4410",
}

B21_DISCLOSURE: Mapping[str, str] = {
    "rules": "0 0 0",
    "normative": "9 3 56",
    "licences": "5010",
    "penalties": "1801",
    "coercion": "92",
    "fees": "155.40",
}

B22_DISCLOSURE: Mapping[str, str] = {
    "rules": "0 0 0",
    "normative": "11 4 63",
    "licences": "5280",
    "penalties": "1933",
    "coercion": "87",
    "fees": "162.38",
}


def a19() -> Draft:
    """Return the report of a county government for 2019."""
    return Draft(
        f"{ORGAN}2019年政府信息公开工作年度报告",
        {"organization": ORGAN, "year": "2019", "published": "2020-03-20"},
        [
            Part("", [*prose.A19_PREAMBLE]),
            Part("一、总体情况", [*prose.A19_OVERVIEW]),
            Part("二、主动公开政府信息情况", [*disclosure_2019(A19_DISCLOSURE)]),
            Part(
                "三、收到和处理政府信息公开申请情况",
                [applications(_APPLICATIONS | {"other": "3 1 0 0 0 0 4"}, year=2019)],
            ),
            Part(
                "四、政府信息公开行政复议、行政诉讼情况",
                [cases({"review": "2 0 0 1 3", "direct_suit": "1 0 0 0 1", "suit_after_review": "0 0 0 0 0"})],
            ),
            Part("五、存在的主要问题及改进情况", [*prose.A19_PROBLEMS, *prose.A19_IMPROVEMENTS]),
            Part("六、其他需要报告的事项", ["无。"]),
        ],
    )


def b22() -> Draft:
    """Return the report of the same government for 2022."""
    return Draft(
        f"{ORGAN}2022年政府信息公开工作年度报告",
        {"organization": ORGAN, "year": "2022", "published": "2023-03-20"},
        [
            Part("", [*prose.B22_PREAMBLE]),
            Part("一、总体情况", [*prose.B22_OVERVIEW]),
            Part("二、主动公开政府信息情况", [*disclosure_2021(B22_DISCLOSURE)]),
            Part(
                "三、收到和处理政府信息公开申请情况",
                [
                    applications(
                        _APPLICATIONS | {"other_not_corrected": "1 1 0 0 0 0 2", "other_reasons": "2 0 0 0 0 0 2"},
                        year=2022,
                    )
                ],
            ),
            Part(
                "四、政府信息公开行政复议、行政诉讼情况",
                [cases({"review": "1 0 0 1 2", "direct_suit": "1 0 0 0 1", "suit_after_review": "0 0 0 0 0"})],
            ),
            Part("五、存在的主要问题及改进情况", [*prose.B22_PROBLEMS, *prose.B22_IMPROVEMENTS]),
            Part("六、其他需要报告的事项", ["2022年度未发出收费通知，未收取信息处理费。"]),
        ],
    )


def d22() -> Draft:
    """Return the report of a department of that government for 2022, with the same figures."""
    draft = b22()
    for old, new in (
        (ORGAN, DEPARTMENT),
        ("2022年，全县", "2022年，全局"),
        ("全县制发", "全局制发"),
        ("我县在全市", "我局在全县"),
        ("我县", "我局"),
    ):
        draft.everywhere(old, new)
    draft.metadata |= {"organization": DEPARTMENT, "published": "2023-01-20"}
    return draft


def a20() -> Draft:
    """Return the report of the county government of A19 for the year after it."""
    return Draft(
        f"{ORGAN}2020年政府信息公开工作年度报告",
        {"organization": ORGAN, "year": "2020", "published": "2021-03-18"},
        [
            Part("", [*prose.A20_PREAMBLE]),
            Part("一、总体情况", [*prose.A20_OVERVIEW]),
            Part("二、主动公开政府信息情况", [*disclosure_2019(A20_DISCLOSURE)]),
            Part(
                "三、收到和处理政府信息公开申请情况",
                [applications(_NEXT_APPLICATIONS | {"other": "3 1 0 0 0 0 4"}, year=2020)],
            ),
            Part(
                "四、政府信息公开行政复议、行政诉讼情况",
                [cases({"review": "3 0 0 1 4", "direct_suit": "1 0 0 0 1", "suit_after_review": "0 0 0 0 0"})],
            ),
            Part("五、存在的主要问题及改进情况", [*prose.A20_PROBLEMS, *prose.A20_IMPROVEMENTS]),
            Part("六、其他需要报告的事项", ["无。"]),
        ],
    )


def b21() -> Draft:
    """Return the report of the county government of B22 for the year before it."""
    return Draft(
        f"{ORGAN}2021年政府信息公开工作年度报告",
        {"organization": ORGAN, "year": "2021", "published": "2022-03-15"},
        [
            Part("", [*prose.B21_PREAMBLE]),
            Part("一、总体情况", [*prose.B21_OVERVIEW]),
            Part("二、主动公开政府信息情况", [*disclosure_2021(B21_DISCLOSURE)]),
            Part(
                "三、收到和处理政府信息公开申请情况",
                [
                    applications(
                        _LAST_APPLICATIONS | {"other_not_corrected": "1 1 0 0 0 0 2", "other_reasons": "2 0 0 0 0 0 2"},
                        year=2021,
                    )
                ],
            ),
            Part(
                "四、政府信息公开行政复议、行政诉讼情况",
                [cases({"review": "2 0 0 1 3", "direct_suit": "1 0 0 0 1", "suit_after_review": "0 0 0 0 0"})],
            ),
            Part("五、存在的主要问题及改进情况", [*prose.B21_PROBLEMS, *prose.B21_IMPROVEMENTS]),
            Part("六、其他需要报告的事项", ["2021年度未发出收费通知，未收取信息处理费。"]),
        ],
    )


BASES = {"A19": a19, "B22": b22, "D22": d22}
"""The bases by name; every mutation and control names the one it is made from."""

SERIES = {"A19+A20": (a19, a20), "B21+B22": (b21, b22)}
"""Two years of one organ, the earlier first: nothing in the later one disagrees with the earlier one."""
