"""What the plans, and the sources of priorities, are called."""

from bot.budget.plan.items import Plan, Source
from bot.office.wording.notices import N_

PLANS = {Plan.SEOP: N_("СЭӨП"), Plan.BAP: N_("БАП"), Plan.OTHER: N_("another plan")}
SOURCES = {
    Source.GATHERING: N_("gathering"),
    Source.KURULTAI: N_("kurultai"),
    Source.DEPUTIES: N_("meeting with deputies"),
    Source.JMBA: N_("ЖМБА"),
    Source.POLL: N_("priorities poll"),
    Source.SURVEY: N_("survey"),
}
