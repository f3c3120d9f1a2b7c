"""The order of letters."""


def norwegian_order(name: str) -> tuple[str, str]:
    """What names are sorted by: æ, ø, å last and in that order, as in a Norwegian register.

    >>> sorted(["Ås", "Ørland", "Asker", "Ærfugl"], key=norwegian_order)
    ['Asker', 'Ærfugl', 'Ørland', 'Ås']
    """
    moved = name.lower().translate(str.maketrans("æøåäö", "{|}{|"))
    return moved, name
