"""The review of an education tool, from the unit's application to the decision (m.35, m.36).

- claimed to be exempt: the Presidency says so, or the review goes on
- donated: the Ministry approves; bought: the owner pays
- commission; of a tool reviewed again, what has changed; report with one of three results
- suitable once mended: open-ended, until the same commission confirms
- decision of the Presidency, for one use
"""

from typing_extensions import override

from workflows.education_tool.chapters.mistyped import Mistyped
from workflows.education_tool.messages.application import Path, ToolApplication
from workflows.education_tool.messages.review import CommissionReport, Result
from workflows.education_tool.rules.filing import breaches_of_filing
from workflows.education_tool.stages import Outcome
from workflows.kernel.case.file import Decision
from workflows.kernel.story.reading import Interrupted


class EducationToolReview(Mistyped):
    """Review of one education tool (eğitim aracının incelenmesi)."""

    @override
    async def run(self) -> Decision:
        """Follow the regulation; safe to walk again after continue-as-new."""
        application = await self.filing(ToolApplication)

        # E-11.1b, E-11.1c, E-35.1a, E-35.4 to E-35.6: by the unit, for one path, with its papers
        self.judge_filing(
            lambda: breaches_of_filing(
                application, self.file.start.actor, self.file.opening.known, self.rulebook
            )
        )

        self.admit_side_documents(application)
        self.admit_corrections(application)
        try:
            return await self.follow_review(application)
        except Interrupted:
            # R-E.6: given up by the unit, at whatever stage
            return await self.end_withdrawn(application)

    async def follow_review(self, application: ToolApplication) -> Decision:
        """From the first question, whether it is to be reviewed at all, to the decision."""
        # E-35.6: classics, legal texts, certified equipment and the like need no review
        claim = application.exemption
        if claim is not None and await self.is_exempt(application, claim):
            return await self.close(Outcome.EXEMPT, rule="E-35.6")

        # E-35.1b: a donation needs the Ministry's approval, a tool under a protocol does not
        if application.path is Path.DONATION and not await self.is_approved(application):
            return await self.close(Outcome.NOT_APPROVED, rule="E-35.1b")

        # E-35.6, E-11.1b2: qualities or procedure, where no text sets them
        await self.prepare(application)

        # E-35.4: of a tool found suitable before, only what has changed is reviewed and paid for
        if application.earlier_decision is not None:
            await self.appoint_commission(application)
            comparison = await self.compare(application)
            if not comparison.changed:
                return await self.decide(application, comparison)
            await self.receive_fee(application, comparison.changed, only_changes=True)
        else:
            # E-15.1, E-15.3: what is bought is paid for before anybody looks at it
            await self.receive_fee(application, application.tool.contents, only_changes=False)
            await self.appoint_commission(application)

        # E-35.2, E-35.3: exactly one of three results
        report = await self.receive_report(application)
        confirmed: CommissionReport = report
        if report.result is Result.NOT_SUITABLE:
            return await self.find_not_suitable(application, report)
        if report.result is Result.CONDITIONAL:
            # R-E.4: mended open-endedly, and confirmed by the same commission
            confirmed = await self.have_mended(application, report)

        # E-35.5, R-E.5: the Presidency decides, for this one use
        return await self.decide(application, confirmed)
