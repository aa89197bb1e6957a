"""Calls the fake Telegram as a bot would, by hand."""

from tests.telegram.fake.state import TOKEN


class Caller:
    """A bot that sends what it is told and reads what comes back."""

    def __init__(self, session, url):
        self.session, self.url = session, url

    async def __call__(self, method, **parameters):
        async with self.session.post(f"{self.url}/bot{TOKEN}/{method}", json=parameters) as answer:
            return await answer.json()

    async def refused(self, method, **parameters):
        """The words of a refusal."""
        answer = await self(method, **parameters)
        assert not answer["ok"], answer
        return answer["description"]

    async def ids(self, **parameters):
        """The update ids of a poll."""
        return [update["update_id"] for update in (await self("getUpdates", **parameters))["result"]]


def keyboard(*titles, data="v1:x"):
    return {"inline_keyboard": [[{"text": title, "callback_data": f"{data}:{title}"[:64]} for title in titles]]}
