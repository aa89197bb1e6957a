"""The few figures of `/metrics`, in Prometheus' text form: counts of this process, nothing of anybody's."""

from collections.abc import Mapping

from bot.web.health import Health


def write_metrics(health: Health, answered: Mapping[tuple[str, int], int], in_hand: int) -> str:
    """The text; answered counts answers by path and status, in_hand is how many requests are being taken in."""
    lines = [
        "# TYPE sunush_webhook_answers_total counter",
        *(
            f'sunush_webhook_answers_total{{path="{path}",status="{status}"}} {count}'
            for (path, status), count in sorted(answered.items())
        ),
        "# TYPE sunush_webhooks_in_hand gauge",
        f"sunush_webhooks_in_hand {in_hand}",
        "# TYPE sunush_taken_in_total counter",
        *(
            f'sunush_taken_in_total{{channel="{channel}",account="{account}"}} {intake.steps}'
            for (channel, account), intake in sorted(health.intakes.items())
        ),
        "# TYPE sunush_heard gauge",
        *(
            f'sunush_heard{{channel="{channel}",account="{account}"}} {int(heard)}'
            for (channel, account), heard in health.list_heard()
        ),
    ]
    return "\n".join(lines) + "\n"
