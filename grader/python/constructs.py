"""Which constructs a program uses, on its syntax tree: what an exercise requires or forbids. Never executes anything."""

import ast

# A plain construct is there when a node of one of these types is.
PLAIN = {
    "for": (ast.For, ast.AsyncFor),
    "while": (ast.While,),
    "loop": (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    "comprehension": (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    "if": (ast.If,),
    "ternary": (ast.IfExp,),
    "match": (ast.Match,),
    "def": (ast.FunctionDef, ast.AsyncFunctionDef),
    "lambda": (ast.Lambda,),
    "class": (ast.ClassDef,),
    "return": (ast.Return,),
    "yield": (ast.Yield, ast.YieldFrom),
    "try": (ast.Try, ast.TryStar),
    "raise": (ast.Raise,),
    "with": (ast.With, ast.AsyncWith),
    "assert": (ast.Assert,),
    "import": (ast.Import, ast.ImportFrom),
    "break": (ast.Break,),
    "continue": (ast.Continue,),
    "pass": (ast.Pass,),
    "global": (ast.Global,),
    "nonlocal": (ast.Nonlocal,),
    "del": (ast.Delete,),
    "fString": (ast.JoinedStr,),
    "slice": (ast.Slice,),
    "subscript": (ast.Subscript,),
    "list": (ast.List,),
    "dict": (ast.Dict,),
    "set": (ast.Set,),
    "tuple": (ast.Tuple,),
    "augmentedAssignment": (ast.AugAssign,),
    "walrus": (ast.NamedExpr,),
    "and": (ast.And,),
    "or": (ast.Or,),
    "not": (ast.Not, ast.NotIn, ast.IsNot),
    "in": (ast.In, ast.NotIn),
}
OPERATOR_TYPES = {
    "+": (ast.Add,),
    "-": (ast.Sub, ast.USub),
    "*": (ast.Mult,),
    "/": (ast.Div,),
    "//": (ast.FloorDiv,),
    "%": (ast.Mod,),
    "**": (ast.Pow,),
    "==": (ast.Eq,),
    "!=": (ast.NotEq,),
    "<": (ast.Lt,),
    "<=": (ast.LtE,),
    ">": (ast.Gt,),
    ">=": (ast.GtE,),
}
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# Ways to reach a forbidden name without writing it.
BYPASSES = frozenset(("eval", "exec", "compile", "__import__", "__builtins__", "globals", "vars", "getattr"))


def is_construct(text):
    """True for what `requires` and `forbids` may hold."""
    kind, colon, name = text.partition(":")
    if not colon:
        return text in PLAIN or text in ("elif", "else", "decorator", "recursion")
    if kind == "operator":
        return name in OPERATOR_TYPES
    return kind in ("def", "call", "method", "name", "import") and all(part.isidentifier() for part in name.split("."))


def broken_rules(tree, requires, forbids):
    """The rules a program breaks: [{rule, construct, line}]; a forbidden construct with its first line."""
    found = Constructs(tree)
    broken = []
    for construct in requires:
        if found.line_of(construct) is None:
            broken.append({"rule": "requires", "construct": construct, "line": None})
    for construct in forbids:
        line = found.forbidden_line_of(construct)
        if line is not None:
            broken.append({"rule": "forbids", "construct": construct, "line": line})
    return broken


class Constructs:
    """The nodes of a program in the order of its lines, and the names it makes itself."""

    def __init__(self, tree):
        self.nodes = list(ast.walk(tree))
        # Not what is assigned: `sum = sum` is no function of one's own.
        self.own = {n.name for n in self.nodes if isinstance(n, DEFINITIONS)}
        self.own |= {n.arg for n in self.nodes if isinstance(n, ast.arg)}
        # An operator has no line of its own; that of the expression it stands in.
        self.lines = {}
        for node in self.nodes:
            line = getattr(node, "lineno", None)
            for child in ast.iter_child_nodes(node):
                if line is not None and not hasattr(child, "lineno"):
                    self.lines.setdefault(child, line)

    def line_of(self, construct):
        kind, colon, name = construct.partition(":")
        if not colon:
            return self.plain(construct)
        if kind == "operator":
            # One node stands for all uses of an operator, so the line is that of some use.
            return self.first(lambda node: isinstance(node, OPERATOR_TYPES[name]))
        return NAMED[kind](self, name)

    def forbidden_line_of(self, construct):
        """Forbidding a call forbids to mention the function at all (`s = sum`), and to reach names by their text."""
        kind, _, name = construct.partition(":")
        if kind == "call" and name in self.own:
            return None
        if kind == "call" and "." not in name:
            return self.first(lambda n: isinstance(n, ast.Name) and (n.id == name or n.id in BYPASSES - self.own))
        return self.line_of(construct)

    def first(self, matches):
        lines = [getattr(n, "lineno", None) or self.lines.get(n, 1) for n in self.nodes if matches(n)]
        return min(lines, default=None)

    def plain(self, construct):
        if construct == "elif":
            return self.first(lambda n: isinstance(n, ast.If) and is_elif(n))
        if construct == "else":
            return self.first(lambda n: isinstance(n, (ast.If, ast.For, ast.While, ast.Try)) and n.orelse and not is_elif(n))
        if construct == "decorator":
            return self.first(lambda n: isinstance(n, DEFINITIONS) and n.decorator_list)
        if construct == "recursion":
            return self.first(lambda n: isinstance(n, PLAIN["def"]) and calls(n, n.name))
        return self.first(lambda n: isinstance(n, PLAIN[construct]))

    def definition(self, name):
        return self.first(lambda n: isinstance(n, DEFINITIONS) and n.name == name)

    def call(self, name):
        return self.first(lambda n: isinstance(n, ast.Call) and dotted(n.func) == name)

    def method(self, name):
        return self.first(lambda n: isinstance(n, ast.Attribute) and n.attr == name)

    def name(self, name):
        return self.first(lambda n: isinstance(n, ast.Name) and n.id == name)

    def imported(self, name):
        return self.first(
            lambda n: isinstance(n, ast.Import)
            and any(alias.name == name or alias.name.startswith(name + ".") for alias in n.names)
            or isinstance(n, ast.ImportFrom)
            and n.module is not None
            and (n.module == name or n.module.startswith(name + "."))
        )


NAMED = {
    "def": Constructs.definition,
    "call": Constructs.call,
    "method": Constructs.method,
    "name": Constructs.name,
    "import": Constructs.imported,
}


def is_elif(node):
    """An `if` alone in the other branch of an `if`, starting where that branch would be indented further, is an `elif`."""
    if not isinstance(node, ast.If) or len(node.orelse) != 1 or not isinstance(node.orelse[0], ast.If):
        return False
    return node.orelse[0].col_offset == node.col_offset


def calls(node, name):
    return any(isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name for n in ast.walk(node))


def dotted(node):
    """`math.sqrt` for an attribute of names; only the last part where something else stands before it."""
    if isinstance(node, ast.Name):
        return node.id
    if not isinstance(node, ast.Attribute):
        return ""
    before = dotted(node.value)
    return f"{before}.{node.attr}" if before else node.attr
