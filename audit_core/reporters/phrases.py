"""The words that reporters say around findings, in both languages; findings bring their own."""

from collections.abc import Mapping
from typing import Final

from audit_core.findings import Severity, Status
from audit_core.words import Words

SEVERITIES: Final[Mapping[Severity, Words]] = {
    Severity.BLOCKER: Words("否决", "blocker"),
    Severity.ERROR: Words("错误", "error"),
    Severity.WARNING: Words("警告", "warning"),
    Severity.NOTE: Words("提示", "note"),
    Severity.INFO: Words("信息", "info"),
}

STATUSES: Final[Mapping[Status, Words]] = {
    Status.PASS: Words("通过", "passed"),
    Status.FAIL: Words("不通过", "failed"),
    Status.REVIEW: Words("待核", "to review"),
    Status.NOT_ASSESSED: Words("未评估", "not assessed"),
    Status.NOT_APPLICABLE: Words("不适用", "not applicable"),
    Status.ERROR: Words("规则出错", "rule broke"),
}

KINDS: Final[Mapping[str, Words]] = {
    "input": Words("文件", "file"),
    "plugin": Words("插件", "plugin"),
    "rule": Words("规则", "rule"),
    "configuration": Words("配置", "configuration"),
    "run": Words("审核", "run"),
}

LIST: Final = Words("、", ", ")
COLON: Final = Words("：", ": ")
CLAUSE: Final = Words("；", "; ")

# The head of a run, and that of a report.
RULESET: Final = Words("规则集 {name} {version}", "ruleset {name} {version}")
NO_ORGANIZATION: Final = Words("（未识别出机关名称）", "(organ not recognised)")
YEAR: Final = Words("{year} 年度", "year {year}")
CLEAN: Final = Words("没有发现问题", "nothing found")

NOTE: Final = Words("注意：{note}", "Note: {note}")

# Headings over findings.
FAILS: Final = Words("不通过 {n} 项", "{n} failed")
REVIEWS: Final = Words(
    "待核 {n} 项：须由人员核实，核实前不扣分", "{n} to review: to be confirmed by a person, no points taken until then"
)
REMARKS: Final = Words("说明 {n} 项：不属于问题，不扣分", "Remarks ({n}): not faults, no points taken")

# Labels of a finding's parts.
NO_LABEL: Final = Words("", "")
EVIDENCE: Final = Words("数据", "data")
MORE_EVIDENCE: Final = Words("另有 {count} 项，见 JSON 或 SARIF 输出", "{count} more, in the JSON and SARIF outputs")
RELATION: Final = Words("关系", "relation")
CONSEQUENCES: Final = Words("连带", "also")
BASIS: Final = Words("依据", "basis")
ADVICE: Final = Words("建议", "advice")
CHANGE: Final = Words("改为 {text}", "Change to {text}")
CHANGE_SO: Final = Words("改为 {text}，{how}", "Change to {text}: {how}")
READING: Final = Words("责任归属", "cause")
CONVERSION: Final = Words(
    "可能系文件转换或读取所致，不计入该机关",
    "possibly the conversion or reading of the file; not held against the organ",
)
SAFE: Final = Words("（可自动修改）", " (safe to apply)")
SIDES: Final = Words(
    "左边 {left}，右边 {right}，相差 {difference}", "left {left}, right {right}, difference {difference}"
)
OPERAND: Final = Words("{label} = {value}", "{label} = {value}")
QUOTED: Final = Words("{label}：{text}", "{label}: {text}")
PRINTED: Final = Words("{value}（原文“{raw}”）", "{value} (printed “{raw}”)")
EMPTY: Final = Words("空白", "blank")

# The score.
SCORE: Final = Words("得分 {value}", "Score {value}")
NO_SCORE: Final = Words("不评分", "No score")
GRADE: Final = Words("等次 {grade}", "grade {grade}")
NO_GRADE: Final = Words("不评等次", "no grade")
LOWER_BOUND: Final = Words("待核问题如全部属实，得分为 {value}", "{value} if everything to review is confirmed")
COVERAGE: Final = Words("已检查项目权重 {value}（满分 100）", "weight checked: {value} of 100")
WITHHELD: Final = Words("原因：{reason}", "Because: {reason}")
FORMULA: Final = Words("算法：{formula}", "Calculation: {formula}")
CATEGORY: Final = Words("{name} {left}/{weight}", "{name} {left}/{weight}")
CATEGORY_NAME: Final = Words("{title}（{name}）", "{title} ({name})")
CATEGORIES: Final = Words("各类：{categories}", "By category: {categories}")
UNASSESSED: Final = Words("未评估的类别：{categories}", "Categories not assessed: {categories}")
DEDUCTIONS: Final = Words("扣分：", "Points taken:")
POSSIBLE: Final = Words("待核问题如属实，另扣：", "To be taken if confirmed:")
CAPPED: Final = Words("应扣 {asked}，因同一规则重复或已到上限而减少", "of {asked}; less for repeats or caps")
SAME_CAUSE: Final = Words("与 {rule} 出于同一原因，不另扣分", "for the same cause as {rule}, which costs once")
CAPS: Final = Words("等次受限：因有 {rules}，不能评为更高等次", "No higher grade because of {rules}")
GATES: Final = Words("否决项：{rules}", "Blockers: {rules}")
PUBLISHABLE: Final = Words("是否存在须更正的错误：否", "Errors that must be corrected: none")
NOT_PUBLISHABLE: Final = Words("是否存在须更正的错误：是（{obstacles}）", "Errors that must be corrected: {obstacles}")
UNSETTLED: Final = Words(
    "是否存在须更正的错误：待核实（{obstacles}）", "Errors that must be corrected: to be settled first ({obstacles})"
)
UNSETTLED_TOO: Final = Words("{certain}；另待核实 {open}", "{certain}; to be settled: {open}")
UNKNOWN: Final = Words("是否存在须更正的错误：未能判断", "Errors that must be corrected: not known")

# What was checked, and what was not.
LEDGER: Final = Words("检查情况：规则 {n} 项，{counts}", "What was checked: {counts} (rules: {n})")
AS_BEFORE: Final = Words("另有 {n} 项与第一份报告所列相同，不再重复", "as listed for the first report above: {n} more")
COUNT: Final = Words("{status} {n}", "{n} {status}")
RULES_OF_PACK: Final = Words("{pack} {n} 条", "{pack} ({n})")
UNCHECKED: Final = Words("{status}：", "{status}:")
SAID: Final = Words("说明：", "Remarks:")
PARTLY: Final = Words("部分检查：", "Checked in part:")
PART: Final = Words("{rule}（已查 {checked} 处，未查 {unchecked} 处）", "{rule} ({checked} checked, {unchecked} not)")
NO_REASON: Final = Words("未说明原因", "no reason given")
AND_MORE: Final = Words("等 {n} 项", "and more, {n} in all")

# The end.
SKIPPED: Final = Words("跳过的文件：", "Files skipped:")
FAILURES: Final = Words("未能完成的部分：", "What could not be done:")
TOTAL: Final = Words("合计：{parts}", "In all: {parts}")
REPORT: Final = Words("报告 1 份", "1 report")
REPORTS: Final = Words("报告 {n} 份", "{n} reports")
FINDINGS: Final = Words("不通过 {n} 项", "{n} failed")
BY_SEVERITY: Final = Words("不通过 {n} 项（{severities}）", "{n} failed ({severities})")
LEADS: Final = Words("待核 {n} 项", "{n} to review")
MEDIAN: Final = Words("得分中位数 {value}", "median score {value}")
READY: Final = Words("没有须更正错误的报告 {n} 份", "reports without errors that must be corrected: {n}")
INCOMPLETE: Final = Words("审核没有完成，以上结果不完整。", "The audit is incomplete, so the totals above are too.")

# SARIF.
LEFT_OUT: Final = Words(
    "sarif-github：GitHub 最多保留 {limit}，已保留最严重的 {kept} 项，略去 {dropped} 项",
    "sarif-github: GitHub keeps at most {limit}; the {kept} most severe are kept, {dropped} are left out",
)
LIMIT_RESULTS: Final = Words("{n} 项结果", "{n} results")
LIMIT_BYTES: Final = Words("{n} MB（gzip 压缩后）", "{n} MB (gzipped)")
LIMIT_EXTENSIONS: Final = Words(
    "sarif-github：GitHub 最多接受 {limit} 个扩展，略去 {dropped} 个",
    "sarif-github: GitHub accepts {limit} extensions; {dropped} are left out",
)
SOURCE_ROOT: Final = Words("运行审核的目录。", "The directory the audit was run in.")
INCOMPLETE_RULE: Final = Words("审核没有完成", "The audit is incomplete")
INCOMPLETE_WHY: Final = Words(
    "有文件、插件、规则或配置使审核没有完成。这不是报告的问题，但在解决之前，没有列出的问题不等于不存在。",
    "A file, a plugin, a rule or the configuration kept the audit from being complete. That is no fault of the "
    "reports; but until it is put right, a fault that is not listed may still be there.",
)
INCOMPLETE_RESULT: Final = Words("审核没有完成：{failures}", "The audit is incomplete: {failures}")
NOTIFICATIONS: Final[Mapping[str, Words]] = {
    "input": Words("文件无法读取。", "A file cannot be read."),
    "plugin": Words("插件无法加载或出错。", "A plugin cannot be loaded, or broke."),
    "rule": Words("规则出错。", "A rule broke."),
    "configuration": Words("配置有误。", "The configuration cannot be followed."),
    "run": Words("审核被中断。", "The run was interrupted."),
}
NEXT: Final = Words("", " ")
OPERANDS: Final = Words("数据：{operands}", "Data: {operands}")
OUTCOME: Final = Words("{title}：{status}。{reason}", "{title}: {status}. {reason}")
NO_DESCRIPTION: Final = Words("该规则没有说明。", "The rule has no further description.")
LAWS: Final = Words("{document}的条款", "Articles of {document}")
RUN: Final = Words("规则集 {ruleset}，{date}。", "Ruleset {ruleset}, {date}.")
TOOL: Final = Words("按法定表式审核已发布的年度报告。", "Audits published annual reports against statutory forms.")
PLUGIN: Final = Words("插件 {name}。", "The plugin {name}.")
