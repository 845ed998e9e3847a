"""How antivenom.scan is used, as mypy must see it."""

from pathlib import Path

from antivenom import scan


def worst(folder: Path) -> list[scan.Finding]:
    options = scan.Options(select=["injection"], threats=["remote"], min_severity="medium", jobs=2)
    result: scan.Result = scan.paths(folder, b"setup.py", options=options, progress=print)
    for missed in result.not_analysed:
        print(missed.path, missed.reason)
    return [finding for finding in result.findings if finding.severity == "high"]


result = scan.text("eval(input())", "job.py", options=scan.Options(isolated=True))
finding: scan.Finding = result.findings[0]
line: int = finding.start.line
cell: int | None = finding.start.cell
cwes: tuple[int, ...] = finding.cwe
way: list[tuple[str, str]] = [(step.path, step.message) for step in finding.trace]
functions: int = result.flow.functions if result.flow else 0
report: str = result.to_json(silenced=True)
log: str = result.to_sarif(revision=scan.Revision("https://example.org/x.git", "0" * 40))
finding.rule = "other"  # type: ignore[misc]
scan.Options(min_severity="severe")  # type: ignore[arg-type]
scan.paths(1)  # type: ignore[arg-type]
scan.text("", options={"jobs": 2})  # type: ignore[arg-type]
