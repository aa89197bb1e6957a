"""Pictures as telephones take them: coloured, with all that EXIF tells of whoever took them."""

import io

from PIL import ExifTags, Image

SECRETS = (b"Aigul", b"iPhone", b"42.8746", b"2026:11:22")


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "green").save(written, form, **options)
    return written.getvalue()


def telling_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "iPhone of Aigul"
    exif[ExifTags.Base.DateTime] = "2026:11:22 09:00:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (42.0, 52.0, 28.6)}
    )
    return exif


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image
