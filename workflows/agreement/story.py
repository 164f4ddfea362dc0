"""A cooperation agreement from the application to the archive (the cooperation directive).

- the programmes first; judged; approved where the public side pays
- drafted and signed; until then either side may change its mind
- delivered, entered: taught and reported; extended; over on its day, or terminated
- begun training is finished; archived
"""

from typing_extensions import override

from workflows.agreement.chapters.drafting import Signed
from workflows.agreement.chapters.ending import Ending
from workflows.agreement.letters import Redirected
from workflows.agreement.messages.agreement import (
    AgreementApplication,
    ApplicationWithdrawal,
    GivingUp,
)
from workflows.agreement.rules.application import breaches_of_application, redirected
from workflows.agreement.rules.offices import office_of
from workflows.agreement.stages import Outcome
from workflows.kernel.case.file import Decision
from workflows.kernel.story.reading import Interrupted


class CooperationAgreement(Ending):
    """One cooperation agreement (iş birliği belgesi)."""

    @override
    async def run(self) -> Decision:
        """Follow the directive; safe to walk again after continue-as-new."""
        application = await self.filing(AgreementApplication)

        # complete by the kind of the partner: forwarded to the office of its area
        self.judge_filing(lambda: breaches_of_application(application))
        if (level := redirected(application)) is not None:
            self.notify(Redirected(office=office_of(level)), rule="A-6.1")

        # R-A.13: voluntary on both sides until it is signed
        self.admit_second_thoughts()
        try:
            signed = await self.come_about(application)
        except Interrupted as by:
            return await self.end_unsigned(by.document)
        if signed is None:
            return await self.close(Outcome.REFUSED, rule="A-7.2")
        self.no_longer(ApplicationWithdrawal, GivingUp)

        # delivered and entered; until its last day, or its termination
        stands = await self.stay_in_force(signed)

        # what has begun before is finished; then the last report, and the archive
        return await self.wind_up(stands)

    async def come_about(self, application: AgreementApplication) -> Signed | None:
        """From the application to the signature; None if the office says no (A-7.2)."""
        # no cooperation on a programme that is not published
        await self.await_programmes()

        # judged by the office, and answered by official letter
        form = await self.assess()
        self.tell_of_judgement(form)
        if not form.favourable:
            return None

        # where the public side is to pay, the Minister or the Governor approves first
        if application.public_cost:
            await self.settle_costs()

        # drafted along the model annex, and signed
        return await self.come_to_terms()
