"""What the lists of an office are called, on their buttons and above what is printed of them."""

from bot.office.wording.notices import N_
from storage.log.office_lists import OfficeList

LIST_TITLES = {
    OfficeList.WAITING: N_("Awaiting an answer"),
    OfficeList.SOON: N_("Due within 3 days"),
    OfficeList.OVERDUE: N_("Overdue"),
    OfficeList.MINE: N_("Taken by me"),
    OfficeList.DRAFTED: N_("Kept answers"),
    OfficeList.FOR_HEAD: N_("Waiting for approval"),
    OfficeList.QUESTIONED: N_("Questions"),
    OfficeList.UNDELIVERED: N_("Answers not reached"),
    OfficeList.ANSWERED: N_("Answered proposals"),
}
