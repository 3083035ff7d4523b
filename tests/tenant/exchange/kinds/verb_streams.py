"""PidLidVerbStream as tests write it ([MS-OXOMSG] 2.2.1.74)."""

import struct


def made(options: dict[str, int], *, verb: int = 4, names: bool = True) -> bytes:
    """Return the stream of options.

    Args:
        options: what each does when it is chosen, by its name: 1 sends the answer, 2 lets somebody write one.
        verb: 4 for options to vote for.
        names: whether the part with the names in UTF-16 follows.
    """
    stream = struct.pack("<HI", 0x0102, len(options))
    for number, (name, behaviour) in enumerate(options.items(), 1):
        short = name.encode("cp1252", "replace")
        counted = bytes([len(short)]) + short
        stream += struct.pack("<I", verb) + counted + b"\x08IPM.Note" + b"\0" + counted
        stream += struct.pack("<IBIIIIII", 0, 0, 0, 1, behaviour, 2, number, 0xFFFFFFFF)
    if names:
        stream += struct.pack("<H", 0x0104)
        for name in options:
            wide = name.encode("utf-16-le")
            stream += (bytes([len(wide) // 2]) + wide) * 2
    else:
        stream += struct.pack("<H", 0)
    return stream
