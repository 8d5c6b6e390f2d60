"""Whether a picture is one, and the picture alone: where and by whom it was taken is left out.

The chunks of the file are walked from first to last; no pixel is drawn. Each check returns the
bytes to keep or raises ValueError.
"""

import struct
import zlib

MAX_PIXELS = 50_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
# What shows the picture as it was meant; the rest (text, time, place, animation) goes.
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"pHYs", b"bKGD",
}  # fmt: skip
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_RESTARTS = range(0xD0, 0xD8)
# Frames that give the size; C4, C8 and CC in their midst are tables.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_COMMENT = 0xFE
# JFIF, colour profile, Adobe's colour transform; the other APPn hold place, time and names.
_APPS = range(0xE0, 0xF0)
_APPS_KEPT = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}


def png(data: bytes) -> bytes:
    """A picture after the PNG specification (ISO/IEC 15948), each chunk's sum right."""
    if not data.startswith(_PNG):
        raise ValueError("no signature")
    kept, place, kinds = [_PNG], len(_PNG), []
    while place < len(data):
        kind, body, end = _chunk(data, place)
        if not kinds:
            _check_header(kind, body)
        kinds.append(kind)
        if kind in _PNG_KEPT:
            kept.append(data[place:end])
        elif kind[:1].isupper():
            raise ValueError("a critical chunk that is not known")
        place = end
        if kind == b"IEND":
            break
    if kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds or place != len(data):
        raise ValueError("the picture does not end where the file does")
    return b"".join(kept)


def _chunk(data: bytes, place: int) -> tuple[bytes, bytes, int]:
    """Kind, content and end of the chunk at the place."""
    if place + 12 > len(data):
        raise ValueError("a chunk is cut off")
    length, kind = struct.unpack_from(">I4s", data, place)
    end = place + 12 + length
    if end > len(data):
        raise ValueError("a chunk is cut off")
    body = data[place + 8 : end - 4]
    (total,) = struct.unpack_from(">I", data, end - 4)
    if zlib.crc32(body, zlib.crc32(kind)) != total:
        raise ValueError("a chunk whose sum is wrong")
    return kind, body, end


def _check_header(kind: bytes, body: bytes) -> None:
    if kind != b"IHDR" or len(body) != 13:
        raise ValueError("the header does not come first")
    _check_pixels(*struct.unpack_from(">II", body))


def jpeg(data: bytes) -> bytes:
    """A picture after ITU-T T.81, from its first marker to its last; what follows is cut off."""
    if not data.startswith(b"\xff\xd8\xff"):
        raise ValueError("no start of an image")
    kept, place, sized = [data[:2]], 2, False
    while True:
        marker, end = _segment(data, place)
        if marker == _EOI:
            break
        if marker in _FRAMES:
            _check_pixels(*struct.unpack_from(">HH", data, place + 5))
            sized = True
        if marker == _SOS:
            end = _end_of_scan(data, end)
        if _shows(marker, data[place + 4 : end]):
            kept.append(data[place:end])
        place = end
    if not sized or len(kept) < 3:
        raise ValueError("no picture inside")
    return b"".join([*kept, b"\xff\xd9"])


def _segment(data: bytes, place: int) -> tuple[int, int]:
    """The marker at the place, and where its segment ends."""
    if place + 2 > len(data) or data[place] != 0xFF:
        raise ValueError("no marker where one belongs")
    marker = data[place + 1]
    if marker == _EOI:
        return marker, place + 2
    if marker < 0xC0 or marker == _SOI or marker in _RESTARTS or place + 9 > len(data):
        raise ValueError("a marker that does not belong there")
    (length,) = struct.unpack_from(">H", data, place + 2)
    if length < 2 or place + 2 + length > len(data):
        raise ValueError("a segment is cut off")
    return marker, place + 2 + length


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the next marker stands that is neither a stuffed byte nor a restart."""
    while (place := data.find(b"\xff", place)) >= 0 and place + 1 < len(data):
        if data[place + 1] != 0 and data[place + 1] not in _RESTARTS:
            return place
        place += 2
    raise ValueError("the picture is cut off")


def _shows(marker: int, body: bytes) -> bool:
    if marker in _APPS:
        return marker in _APPS_KEPT and body.startswith(_APPS_KEPT[marker])
    return marker != _COMMENT


def _check_pixels(height: int, width: int) -> None:
    if not 0 < height * width <= MAX_PIXELS:
        raise ValueError("too many pixels, or none")
