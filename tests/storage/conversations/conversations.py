"""What the tests of conversation states share: keys of conversations and the states of a flow."""

from hypothesis import strategies as st

from bot.chat.fsm import State, StatesGroup, StorageKey

SECRET = b"k" * 32
AIGUL = StorageKey(bot_id=42, chat_id=996555123456, user_id=996700654321)
OTHERS = {
    "bot_id": StorageKey(43, 996555123456, 996700654321),
    "chat_id": StorageKey(42, 996555123457, 996700654321),
    "user_id": StorageKey(42, 996555123456, 996700654322),
    "thread_id": StorageKey(42, 996555123456, 996700654321, thread_id=1),
    "another thread_id": StorageKey(42, 996555123456, 996700654321, thread_id=2),
    "business_connection_id": StorageKey(42, 996555123456, 996700654321, business_connection_id="b"),
    "destiny": StorageKey(42, 996555123456, 996700654321, destiny="scene"),
    "chat and user the other way round": StorageKey(42, 996700654321, 996555123456),
}


class Propose(StatesGroup):
    side = State()
    text = State()


def only_file(folder):
    [path] = [path for path in folder.rglob("*") if path.is_file()]
    return path


# Whatever is said

text = st.text(st.characters()) | st.sampled_from(
    ["\ud83d", "\ude00\ud83d", "\ud83d\ude00", "\U0001f600", "\0", "\u2028", "\u202e", '"\\/\b\f\n\r\t', "ӨөҮүҢң", ""]
)
