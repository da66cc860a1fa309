"""Tells a Python value in JSON: tagged, by its exact type, cut off where it grows too large. Shared by both guests.

A subclass of a built-in type is told as what it holds, read with the built-in type's own methods, so that a class that
lies about itself (`__eq__`, `__iter__`, `__repr__`) only tells what it is.
"""

MAX_DEPTH = 30
MAX_NODES = 5_000
MAX_TEXT = 20_000
MAX_REPR = 200
MAX_INT_BITS = 10_000


class Teller:
    """Tells values within one budget."""

    def __init__(self):
        self.nodes = MAX_NODES
        self.text = MAX_TEXT

    def tell(self, value, depth=0):
        self.nodes -= 1
        if self.nodes < 0 or self.text < 0 or depth > MAX_DEPTH:
            return ["cut"]
        if value is None:
            return ["none"]
        if value is True or value is False:
            return ["bool", value]
        for kind, tell in TELLERS:
            # Not isinstance, which believes what an object says of its class.
            if issubclass(type(value), kind):
                return tell(self, value, depth + 1)
        return self.thing(value)

    def integer(self, value, _depth):
        value = int.__index__(value)
        return ["cut"] if value.bit_length() > MAX_INT_BITS else ["int", hex(value)]

    def floating(self, value, _depth):
        return ["float", float.__repr__(value)]

    def imaginary(self, value, _depth):
        return ["complex", complex.__repr__(value)[:MAX_REPR]]

    def string(self, value, _depth):
        return self.short("str", str.__str__(value))

    def data(self, value, _depth):
        return self.short("bytes", bytes.hex(value)) if len(value) <= MAX_TEXT else ["cut"]

    def short(self, tag, text):
        self.text -= len(text)
        return [tag, text] if self.text >= 0 else ["cut"]

    def items(self, tag, values, depth):
        told = []
        for value in values:
            told.append(self.tell(value, depth))
            if self.nodes < 0 or self.text < 0:
                return ["cut"]
        return [tag, told]

    def mapping(self, value, depth):
        told = []
        for key, item in list(dict.items(value)):
            told.append([self.tell(key, depth), self.tell(item, depth)])
            if self.nodes < 0 or self.text < 0:
                return ["cut"]
        return ["dict", told]

    def thing(self, value):
        name = type.__dict__["__name__"].__get__(type(value))
        try:
            text = repr(value)
            text = str.__str__(text) if isinstance(text, str) else "?"
        except Exception:
            text = "?"
        return ["object", name[:60], text[:MAX_REPR]]


TELLERS = (
    (int, Teller.integer),
    (float, Teller.floating),
    (complex, Teller.imaginary),
    (str, Teller.string),
    (bytes, Teller.data),
    (list, lambda self, value, depth: self.items("list", list.__iter__(value), depth)),
    (tuple, lambda self, value, depth: self.items("tuple", tuple.__iter__(value), depth)),
    (set, lambda self, value, depth: self.items("set", set.__iter__(value), depth)),
    (frozenset, lambda self, value, depth: self.items("frozenset", frozenset.__iter__(value), depth)),
    (dict, Teller.mapping),
    (range, lambda self, value, depth: ["range", *(self.tell(n, depth) for n in (value.start, value.stop, value.step))]),
)


def tell(value):
    """`value` as JSON-able lists: [tag, …]; ["cut"] stands for what was too large or too deep."""
    return Teller().tell(value)
