"""The conversations of one folder in the order of their newest arrivals: a page of them costs what it shows."""

from bisect import bisect_left, insort


class ByArrival:
    """Conversations by the UIDs of their items, which ascend as items arrive; each UID stands once."""

    def __init__(self) -> None:
        #: conversation -> the UIDs of its items, the newest last
        self._uids: dict[str, list[int]] = {}
        #: the newest UID of each conversation, the newest of all last
        self._newest: list[int] = []
        #: the same UIDs -> their conversations
        self._newest_of: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._newest)

    def __contains__(self, conversation_id: str) -> bool:
        return conversation_id in self._uids

    def put(self, conversation_id: str, uid: int) -> None:
        """Add an item."""
        uids = self._uids.setdefault(conversation_id, [])
        self._take_out(uids)
        insort(uids, uid)
        self._put_in(uids, conversation_id)

    def remove(self, conversation_id: str, uid: int) -> None:
        """Take out an item that was added."""
        uids = self._uids[conversation_id]
        self._take_out(uids)
        del uids[bisect_left(uids, uid)]
        if uids:
            self._put_in(uids, conversation_id)
        else:
            del self._uids[conversation_id]

    def page(self, start: int, stop: int) -> list[str]:
        """Return the conversations from one place to another, counted from the newest, which is at 0."""
        count = len(self._newest)
        uids = self._newest[max(count - stop, 0) : max(count - start, 0)]
        return [self._newest_of[uid] for uid in reversed(uids)]

    def _take_out(self, uids: list[int]) -> None:
        if uids:
            del self._newest[bisect_left(self._newest, uids[-1])]
            del self._newest_of[uids[-1]]

    def _put_in(self, uids: list[int], conversation_id: str) -> None:
        insort(self._newest, uids[-1])
        self._newest_of[uids[-1]] = conversation_id
