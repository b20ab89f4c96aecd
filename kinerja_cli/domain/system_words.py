"""Why the system refused, in Indonesian."""

from __future__ import annotations

import errno

SYSTEM_WORDS = {
    errno.ENOENT: "tidak ada",
    errno.EISDIR: "adalah folder",
    errno.ENOTDIR: "bukan folder",
    errno.EACCES: "tidak ada izin",
    errno.EPERM: "tidak ada izin",
    errno.EROFS: "penyimpanan hanya-baca",
    errno.ENOSPC: "penyimpanan penuh",
    errno.EDQUOT: "kuota penyimpanan habis",
    errno.EFBIG: "berkas melebihi batas ukuran",
    errno.ENAMETOOLONG: "nama terlalu panjang",
    errno.EIO: "perangkat penyimpanan gagal",
    errno.EBADF: "keluaran tertutup",
    errno.EPIPE: "pembacanya sudah selesai",
}


def system_words(error: OSError) -> str:
    """Why the system refused; the number where it has no words here."""
    return SYSTEM_WORDS.get(error.errno or 0, f"kesalahan sistem {error.errno}")
