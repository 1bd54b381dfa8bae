"""What the server takes and gives, as types: they check what comes in, and the OpenAPI document is made from them."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from safeaudit.languages import WITH_WORDS, has_words

Kind = Literal["strategy", "council", "brief", "findings", "rapid", "what-we-have"]
Audience = Literal["restricted", "public"]
Severity = Literal["error", "warning", "advice"]
Command = Literal["start", "next_step", "check_sheet", "check_all", "next_finding", "accept", "send_back"]
Share = Annotated[float, Field(ge=0, le=1)]
Short = Annotated[str, Field(max_length=255)]
CellText = Annotated[str, Field(max_length=32_767)]
CellValue = bool | int | float | CellText | None
Address = Annotated[
    str, Field(max_length=64, pattern=r"^\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(:\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?$")
]
Language = Annotated[str, Field(json_schema_extra={"enum": [*WITH_WORDS]})]


class Taken(BaseModel):
    """Something that is sent to us: nothing unknown in it, and its content never in a message."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, allow_inf_nan=False)


class Asked(Taken):
    """Choices common to several requests."""

    language: Language | None = None

    @field_validator("language")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        if value is not None and not has_words(value):
            raise ValueError
        return value


class Active(Taken):
    """The cell a person stands in."""

    sheet: Short
    cell: Address


class BoxIn(Taken):
    """A text box or a shape with words, and the cell it begins at."""

    cell: Address
    text: CellText


class GridSheetIn(Taken):
    """The used range of one sheet, as Office.js gives it."""

    name: Annotated[str, Field(min_length=1, max_length=255)]
    visibility: Literal["Visible", "Hidden", "VeryHidden"] = "Visible"
    address: Annotated[str, Field(max_length=300)]
    values: Annotated[list[list[CellValue]], Field(max_length=1_048_576)]
    short_lines: bool = False
    types: list[list[Annotated[str, Field(max_length=16)]]] | None = None
    formats: list[list[Short | None]] | dict[Short, Short] | None = None
    formulas: dict[Short, CellText] = Field(default_factory=dict)
    merges: Annotated[list[Short], Field(max_length=20_000)] = Field(default_factory=list)
    notes: dict[Short, CellText] = Field(default_factory=dict)
    struck: Annotated[list[Short], Field(max_length=20_000)] = Field(default_factory=list)
    struck_parts: dict[Short, CellText] = Field(default_factory=dict)
    boxes: Annotated[list[BoxIn], Field(max_length=20_000)] = Field(default_factory=list)
    pictures: Annotated[list[Short], Field(max_length=20_000)] = Field(default_factory=list)


class GridIn(Taken):
    """A workbook's cells, sent by the pane."""

    name: Annotated[str, Field(max_length=255)] = ""
    date1904: bool = False
    active: Active | None = None
    sheets: Annotated[list[GridSheetIn], Field(max_length=200)]
    names: dict[Short, CellValue] = Field(default_factory=dict)


class Place(Taken):
    """A finding that was shown last."""

    rule: Short
    sheet: Short
    cell: Short


class Options(Taken):
    """What some commands need: the warning to accept and why or to take back, or the finding to go on from."""

    rule: Short | None = None
    row_id: Short | None = None
    column: Short | None = None
    sheet: Short | None = None
    cell: Short | None = None
    reason: CellText | None = None
    withdraw: bool = False
    after: Place | None = None


class CommandRequest(Asked):
    """A command on the workbook that is open in Excel."""

    grid: GridIn
    options: Options = Field(default_factory=Options)


class ReportRequest(Asked):
    """A report from the workbook that is open in Excel; `template` is a Word file in base64, `template_name` what it is called."""

    grid: GridIn
    kind: Kind = "strategy"
    audience: Audience = "restricted"
    template: Annotated[str, Field(max_length=14_000_000)] | None = None
    template_name: Annotated[str, Field(max_length=255)] = ""

    @field_validator("template")
    @classmethod
    def _base64(cls, value: str | None) -> str | None:
        if value:
            try:
                base64.b64decode(value, validate=True)
            except (binascii.Error, ValueError):
                raise ValueError from None
        return value

    def template_bytes(self) -> bytes | None:
        """The Word template, when one was sent."""
        return base64.b64decode(self.template) if self.template else None


class CheckUpload(Asked):
    """The choices that may come with a workbook, and its password where it has one."""

    password: Annotated[str | None, Field(max_length=255, repr=False)] = None


class ReportUpload(CheckUpload):
    """The choices that may come with a workbook whose report is wanted."""

    kind: Kind = "strategy"
    audience: Audience = "restricted"


class Session(Taken):
    """The access code a person typed."""

    token: Annotated[str, Field(min_length=1, max_length=512)]


# What goes back ------------------------------------------------------------------------------------------------------


class Message(BaseModel):
    """What went wrong and what to do, in one plain sentence; `code` where a program can do something about it itself."""

    message: str
    code: Literal["encrypted", "wrong_password"] | None = None


class Health(BaseModel):
    """The server is there."""

    status: Literal["ok"]
    version: str


class LanguageName(BaseModel):
    """A language people can choose, in its own words."""

    code: str
    name: str


class Texts(BaseModel):
    """The fixed texts of the pane and the page, and what can be chosen."""

    language: str
    direction: Literal["ltr", "rtl"]
    languages: list[LanguageName]
    texts: dict[str, str]
    kinds: list[Kind]


class Counts(BaseModel):
    """Open findings by severity, and accepted warnings."""

    error: int
    warning: int
    advice: int
    accepted: int


class Shares(BaseModel):
    """Three shares of what is asked, 0 to 1; what is left has no answer yet."""

    known: Share
    not_known: Share
    waived: Share


class AuditOut(BaseModel):
    """What the workbook is."""

    city: str
    workbook_id: str
    instrument: str
    language: str
    direction: Literal["ltr", "rtl"]
    completeness: Share
    shares: Shares
    counts: Counts


class Step(BaseModel):
    """How far one sheet is."""

    sheet_id: str
    sheet: str
    title: str
    part: str
    answered: int
    expected: int
    share: float
    shares: Shares
    errors: int
    warnings: int
    advice: int
    state: Literal["empty", "started", "done", "waived"]


class ListOut(BaseModel):
    """A list of the framework, and those of its items that have no answer yet, by name."""

    key: str
    title: str
    sheet: str
    sheet_id: str
    shares: Shares
    open: list[str]


class Here(BaseModel):
    """Where the active cell is."""

    step: str | None
    column: str | None
    row_id: str | None


class FindingOut(BaseModel):
    """One finding and its cell."""

    sheet: str
    cell: str
    row_id: str
    column: str
    message: str


class Group(BaseModel):
    """Findings of one rule with the same remedy."""

    rule: str
    severity: Severity
    title: str
    remedy: str
    section: str
    why: str
    how: str
    accepted: str
    can_accept: bool
    findings: list[FindingOut]


class Action(BaseModel):
    """One thing the pane is to do in the workbook."""

    kind: Literal["write", "clear", "activate", "show_sheet"]
    sheet: str
    address: str | None = None
    values: list[list[Any]] | None = None


class Result(BaseModel):
    """The answer to a check or a command."""

    message: str
    next: str
    audit: AuditOut
    steps: list[Step]
    lists: list[ListOut]
    here: Here
    groups: list[Group]
    actions: list[Action] = Field(default_factory=list)


class GuidePart(BaseModel):
    """A part of the audit."""

    id: str
    title: str


class GuideColumn(BaseModel):
    """What one column asks."""

    id: str
    label: str
    help: str
    required: Literal["always", "sometimes", "no"]
    options: list[str] | None


class GuideRow(BaseModel):
    """What one pre-printed row asks."""

    label: str
    ask: str
    whom: str
    evidence: str


class GuideStep(BaseModel):
    """What one sheet asks, why, whom to ask and what good evidence is."""

    model_config = ConfigDict(extra="allow")

    sheet_id: str
    part: str
    title: str
    purpose: str
    why: str
    whom: str
    evidence: str
    minutes: int | None
    columns: list[GuideColumn]
    rows: dict[str, GuideRow]


class HelpText(BaseModel):
    """One piece of help."""

    title: str
    text: str


class Guide(BaseModel):
    """The guide through the audit, the same for every workbook."""

    language: str
    parts: list[GuidePart]
    steps: list[GuideStep]
    help: list[HelpText]
