"""What arrived with everybody, beside what should have: read from the books of the fake Telegram alone."""

from collections import Counter

from tests.telegram.desk.clerk import Clerk
from tests.telegram.desk.reader import labels_of
from tests.telegram.desk.village import Resident, Wish

TELLING = "сунушунун авторуна ушул жоопту айтып коюңуз"


class Heard:
    """Counts over all people and over the answers that came back to the clerk for whoever wrote on paper."""

    def __init__(self, residents: list[Resident], through: list[Wish], clerk: Clerk) -> None:
        self.people = self.answers = self.lost = self.doubled = self.wrong = self.in_other_language = 0
        for resident in residents:
            due = {wish.label for wish in resident.wishes} | resident.supports
            came = resident.answers()
            self.people += bool(due)
            self.in_other_language += sum(language != resident.language for _, language, _ in came)
            self._compare(due, Counter(label for label, _, _ in came))
        back = [one for one in clerk.messages() if TELLING in one["text"]]
        self.brought_back = len(back)
        self._compare({wish.label for wish in through}, Counter(labels_of(one["text"])[0] for one in back))
        linked = {
            labels_of(one["text"])[0] for one in back if "https://wa.me/" in str((one["reply_markup"], one["edits"]))
        }
        self.without_link = len({wish.label for wish in through if wish.phone} ^ linked)

    def _compare(self, due: set[str], came: Counter[str]) -> None:
        self.answers += came.total()
        self.lost += len(due - set(came))
        self.wrong += len(set(came) - due)
        self.doubled += came.total() - len(came)

    def counts(self) -> dict[str, int]:
        """Everything, to be told."""
        return dict(vars(self))
