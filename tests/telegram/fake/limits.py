"""What Telegram allows: the parameters of each method, sizes, lives, kinds of updates, and the rate limit (429)."""

import math
from dataclasses import dataclass, field
from typing import Any

DAY = 86_400
QUERY_LIVES = 150
PATH_LIVES = 3_600
MEGABYTE = 2**20
PORTS = {80, 88, 443, 8443}  # of webhooks
VENUE = 255  # characters of a venue's title or address; not in the manual, and more than any name of ours may have
ON_DEMAND = {"chat_member", "message_reaction", "message_reaction_count"}  # come only when they are asked for
ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"),
    *("choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}
SENT = (
    " chat_id reply_markup disable_notification protect_content reply_parameters message_thread_id message_effect_id"
    " allow_paid_broadcast business_connection_id direct_messages_topic_id suggested_post_parameters"
)
CAPTION = " caption parse_mode caption_entities show_caption_above_media"
PARAMETERS = {
    "getMe": "",
    "getUpdates": "offset limit timeout allowed_updates",
    "setWebhook": "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
    "deleteWebhook": "drop_pending_updates",
    "getWebhookInfo": "",
    "sendMessage": "text parse_mode entities link_preview_options" + SENT,
    "sendDocument": "document thumbnail disable_content_type_detection" + CAPTION + SENT,
    "sendVoice": "voice duration" + CAPTION + SENT,
    "sendPhoto": "photo has_spoiler" + CAPTION + SENT,
    "sendLocation": "latitude longitude horizontal_accuracy live_period heading proximity_alert_radius" + SENT,
    "sendVenue": "latitude longitude title address foursquare_id foursquare_type google_place_id google_place_type"
    + SENT,
    "editMessageText": "chat_id message_id inline_message_id text parse_mode entities link_preview_options reply_markup"
    " business_connection_id",
    "editMessageReplyMarkup": "chat_id message_id inline_message_id reply_markup business_connection_id",
    "answerCallbackQuery": "callback_query_id text show_alert url cache_time",
    "sendChatAction": "chat_id action message_thread_id business_connection_id",
    "getFile": "file_id",
    "setMyCommands": "commands scope language_code",
    "getMyCommands": "scope language_code",
    "deleteMyCommands": "scope language_code",
    "setMyName": "name language_code",
    "getMyName": "language_code",
    "setMyDescription": "description language_code",
    "getMyDescription": "language_code",
    "setMyShortDescription": "short_description language_code",
    "getMyShortDescription": "language_code",
}
KNOWN = {method: frozenset(names.split()) for method, names in PARAMETERS.items()}
BY_LOWER = {method.lower(): method for method in PARAMETERS}
PACED = {"sendMessage", "sendDocument", "sendVoice", "sendPhoto", "sendLocation", "sendVenue", "editMessageText"}
PACED |= {"editMessageReplyMarkup"}
IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"BM")
ALL_KINDS = {
    *("message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result"),
    *("callback_query", "shipping_query", "pre_checkout_query", "poll", "poll_answer", "my_chat_member"),
    *("chat_member", "chat_join_request", "chat_boost", "removed_chat_boost", "message_reaction"),
    *("message_reaction_count", "business_connection", "business_message", "edited_business_message"),
    "deleted_business_messages",
}


@dataclass
class Pace:
    """The speed Telegram allows: a bucket for all, one a chat, and the pauses it has asked for."""

    on: bool = False
    full: dict[Any, float] = field(default_factory=dict)  # when each bucket is full again
    pauses: dict[Any, float] = field(default_factory=dict)

    def pause(self, chat: int, now: float) -> float:
        """How long a chat, or everything, still has to be silent."""
        left = max(self.pauses.get(scope, 0.0) - now for scope in ("all", chat))
        return left if left > 1e-6 else 0.0

    def take(self, chat: int, now: float) -> int:
        """Takes a place in every bucket; otherwise the seconds to wait, which begin a pause."""
        buckets: list[tuple[Any, float, int, Any]] = [("all", 1 / 30, 30, "all"), (chat, 1.0, 3, chat)]
        if chat < 0:
            buckets.append((("minute", chat), 3.0, 20, chat))
        for name, interval, size, scope in buckets:
            wait = max(self.full.get(name, 0.0), now) + interval - now - size * interval
            if wait > 1e-6:
                seconds = math.ceil(wait - 1e-6)
                self.pauses[scope] = now + seconds
                return seconds
        for name, interval, _, _ in buckets:
            self.full[name] = max(self.full.get(name, 0.0), now) + interval
        return 0
