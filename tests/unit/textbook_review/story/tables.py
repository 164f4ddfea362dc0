"""Tables of who may send what at which stage of a review, as the regulation says; see `oracle`."""

from workflows.kernel.roles import Role
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

Roles = frozenset[str]

TAKE_UP = ("take_up", Office.PRELIMINARY_COMMISSION)
PRELIMINARY = ("record_preliminary_report", Office.PRELIMINARY_COMMISSION)
PROPOSAL = ("propose_commission", Office.REVIEW_DEPARTMENT)
APPROVAL = ("approve_commission", Office.PRESIDENCY)
ORDER = ("assign_commission", Office.DIRECTORATE)
REVIEW = ("record_review_report", Office.REVIEW_COMMISSION)
EVALUATION = ("record_evaluation_report", Office.EVALUATION_COMMISSION)
OBJECTION = ("file_objection", Role.APPLICANT)
HAND_OVER = ("hand_over_to_directorate", Office.BOOKS_BRANCH)
SET_UP = ("set_up_preliminary_commission", Office.PRESIDENCY)
EVALUATION_PROPOSAL = ("propose_evaluation_commission", Office.REVIEW_DEPARTMENT)
EVALUATION_APPROVAL = ("approve_evaluation_commission", Office.PRESIDENCY)
EVALUATION_ORDER = ("assign_evaluation_commission", Office.PRESIDENCY)
CORRECTED = ("submit_corrected_draft", Role.APPLICANT)
FORM = ("sign_follow_up_form", Office.BOARD)

APPOINTED = (EVALUATION_PROPOSAL, EVALUATION_APPROVAL, EVALUATION_ORDER)
"""How an evaluation commission comes about, where it does before its report."""

WAITED_FOR: dict[str, tuple[tuple[str, str], ...]] = {
    Stage.SUBMITTED: (SET_UP, TAKE_UP),
    Stage.PRELIMINARY_REVIEW: (SET_UP, PRELIMINARY),
    Stage.CODING: (HAND_OVER,),
    Stage.AT_DIRECTORATE: (PROPOSAL, APPROVAL, ORDER),
    Stage.FIRST_REVIEW: (REVIEW,),
    Stage.EVALUATION: (EVALUATION, *APPOINTED),
    Stage.AWAITING_SERVICE: (("record_service", Office.REVIEW_DEPARTMENT), OBJECTION, CORRECTED),
    Stage.CORRECTION: (CORRECTED, OBJECTION),
    Stage.SECOND_PRELIMINARY: (SET_UP, TAKE_UP, PRELIMINARY, HAND_OVER, OBJECTION),
    Stage.SECOND_REVIEW: (REVIEW, OBJECTION),
    Stage.SECOND_EVALUATION: (EVALUATION, *APPOINTED, OBJECTION),
    Stage.FOLLOW_UP: (FORM, OBJECTION, CORRECTED),
    Stage.BOARD: (("record_board_decision", Office.BOARD), OBJECTION, CORRECTED),
    Stage.OBJECTION_OPEN: (OBJECTION,),
    Stage.OBJECTION: (
        ("assign_objection_commission", Office.PRESIDENCY),
        ("record_objection_report", Office.REVIEW_COMMISSION),
        CORRECTED,
    ),
    Stage.HELD: (OBJECTION,),
    Stage.RE_REVIEW: (PROPOSAL, APPROVAL, ORDER, REVIEW),
    Stage.RE_EVALUATION: (*APPOINTED, EVALUATION),
    Stage.CONDITIONAL: (("submit_conditional_corrections", Role.APPLICANT),),
    Stage.CONDITIONAL_CHECK: (
        *APPOINTED,
        ("record_conditional_check", Office.EVALUATION_COMMISSION),
    ),
    Stage.GUIDED: (("submit_guided_corrections", Role.APPLICANT),),
    Stage.GUIDED_CHECK: (
        *APPOINTED,
        ("record_guided_corrections_complete", Office.EVALUATION_COMMISSION),
    ),
    Stage.CLOSED: (),
}
"""Stage to what it waits for, and from whom, of a draft that gets a score."""

INSTEAD: dict[str, dict[tuple[str, str], tuple[str, str] | None]] = {
    "updates": {REVIEW: ("record_update_report", Office.REVIEW_COMMISSION)},
    "translation_of": {
        REVIEW: ("record_translation_report", Office.REVIEW_COMMISSION),
        PROPOSAL: None,
        APPROVAL: None,
        ORDER: ("assign_commission", Office.PRESIDENCY),
    },
}
"""What an application states that gets no score, to what is waited for instead, if anything."""

REPORTS = (REVIEW, *(act for acts in INSTEAD.values() if (act := acts[REVIEW]) is not None))
"""The reports of review commissions; one draft has only one kind of them."""

BEGUN_BY = {
    Stage.AT_DIRECTORATE: "hand_over_to_directorate",
    Stage.SECOND_PRELIMINARY: "submit_corrected_draft",
    Stage.OBJECTION: "file_objection",
    Stage.RE_REVIEW: "record_board_decision",
}
"""Stages of several acts in their order, to what begins each."""

ANYWHERE: dict[str, Roles] = {
    "withdraw": frozenset({Role.APPLICANT}),
    "record_programme_change": frozenset({Office.BOARD}),
    "record_false_document": frozenset({Office.PRESIDENCY}),
    "record_pen_name": frozenset({Office.PRESIDENCY}),
    "record_unfit_for_programme": frozenset({Office.BOARD}),
    "open_envelope": frozenset({Office.BOARD}),
    "refer_doubt_to_board": frozenset(
        {Office.DIRECTORATE, Office.PRESIDENCY, Office.REVIEW_DEPARTMENT}
    ),
    "record_board_guidance": frozenset({Office.BOARD}),
    "record_university_opinion": frozenset({Office.REVIEW_DEPARTMENT}),
    "record_late_member": frozenset({Office.REVIEW_DEPARTMENT}),
    "decree_closure": frozenset({Office.MINISTRY, Role.REGISTRY}),
    "renew_calendar": frozenset({Office.MINISTRY, Role.REGISTRY}),
    "extend_term": frozenset({Office.PRESIDENCY}),
    "state_extension_reasons": frozenset({Office.PRESIDENCY, Office.DIRECTORATE}),
    "resolve_attention": frozenset({Role.OPERATOR}),
}
"""What may come at any stage, and from whom."""

NOT_AFTER_A_RETURN = frozenset(
    name for name in ANYWHERE if name.startswith(("record_", "refer_", "open_"))
) - {"record_false_document"}
"""What may no longer come once the Board has returned a draft as unfit for its programme."""

OPEN_TO_OBJECTION = frozenset(
    {"T-16.2b", "T-17.12", "T-17.13", "T-17.15a", "T-17.17a", "T-17.23", "T-17.25"}
)
"""Rules of notifications whose findings can be contested (R-T.13)."""

FINAL = frozenset({"T-16.2b", "T-17.12", "T-17.17a", "T-17.23"})
"""Of these, those that end the review unless somebody objects."""

COMMISSIONS_WITH_DOUBTS = frozenset(
    {Office.PRELIMINARY_COMMISSION, Office.REVIEW_COMMISSION, Office.EVALUATION_COMMISSION}
)

SHUT_BY = {
    "submit_corrected_draft": ("T-17.15b", "T-17.13", "T-17.25"),
    "submit_conditional_corrections": ("T-17.18b",),
    "submit_guided_corrections": ("T-17.18c",),
    "file_objection": ("T-22.1",),
}
"""Command to the rules of the terms after which it can no longer come."""

SERVED = {
    "T-13.4": "record_preliminary_report",
    "T-17.12": "record_review_report",
    "T-17.13": "record_board_decision",
    "T-17.15a": "record_evaluation_report",
    "T-17.18a": "record_board_decision",
    "T-17.17a": "record_evaluation_report",
    "T-17.18c": "record_conditional_check",
    "T-17.23": "record_board_decision",
    "T-17.25": "record_evaluation_report",
    "T-16.2b": "record_unfit_for_programme",
    "T-22.2": "record_board_decision",
}
"""Rule of a notification that is served, to what it answers and therefore cannot precede."""


WRITTEN = frozenset(
    {
        "file_objection",
        "record_evaluation_report",
        "record_objection_report",
        "record_preliminary_report",
        "record_review_report",
        "record_translation_report",
        "record_update_report",
        "submit_corrected_draft",
    }
)
"""Documents about which the Board decides."""

SEATED_BY = (
    "set_up_preliminary_commission",
    "assign_commission",
    "assign_evaluation_commission",
    "assign_objection_commission",
    "record_preliminary_report",
    "record_evaluation_report",
)
"""Documents that say who sits on a commission."""

BY_COMPLETE_COMMISSIONS = (
    "record_review_report",
    "record_update_report",
    "record_translation_report",
    "record_evaluation_report",
    "record_objection_report",
    "record_conditional_check",
    "record_guided_corrections_complete",
)
"""With these the register is asked whether the duties of all members still stand (S-19.2)."""

BY_EVALUATORS = frozenset(
    {
        "record_evaluation_report",
        "record_conditional_check",
        "record_guided_corrections_complete",
    }
)
"""Of these, what an evaluation commission sends, which may do so without an order (T-20.1)."""

FILER = "applicant-1"
