"""The territory's programmes: a workshop that leads to a school where one produces, and a sas before companies."""

from service.demo.reference import Row, read_file


def programmes() -> Row:
    """Return the programmes as a file of programmes holds them."""
    return read_file("programmes.toml")
