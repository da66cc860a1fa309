"""Compares a submission with solutions by their syntax trees. Parses and compiles; never executes either.

Read together with values.py and constructs.py, which come before it.

One JSON request a line on standard input, one JSON answer a line on standard output. Answers carry facts (kinds, line
numbers, names the learner wrote); the host turns them into sentences.

On WASI the C stack is small: CPython traps, instead of raising, on programs far deeper than any person writes. So the
depth is measured on the tokens before anything is parsed, and the traversals here are loops, not recursions.
"""

import ast
import io
import json
import sys
import tokenize
import unicodedata
import warnings
from collections import Counter
from functools import lru_cache

MAX_OBSERVATIONS = 3
# Solutions and other texts of authors whose trees are kept; a question's are asked for again and again.
REMEMBERED = 500
# Found by trial with the build in use: expressions trap from a height of some 700, comprehensions from 22 (CPython's
# limit of 20 nested blocks), brackets raise from 130. test/integration/hostile.test.ts walks along these limits.
MAX_HEIGHT = 200
COMPREHENSION_HEIGHT = 12
BRACKET_HEIGHT = 2
# No program a person writes for an exercise has more than so many times the tokens of a solution, plus so many.
OVERSIZED_RATIO = 20
OVERSIZED_FLOOR = 1_000
SKIPPED_FIELDS = frozenset(("ctx", "kind", "type_comment", "type_ignores"))
WITH_BODY = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
OPERATORS = (ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
LITERAL_TYPES = {ast.List: "list", ast.Tuple: "tuple", ast.Dict: "dict", ast.Set: "set", ast.JoinedStr: "str"}
BUILTIN_NAMES = frozenset(dir(__builtins__) if not isinstance(__builtins__, dict) else __builtins__)

warnings.simplefilter("ignore")


class Unparsable(Exception):
    """A source that is no Python; `fault` is what the host is told."""

    def __init__(self, fault):
        super().__init__(fault["message"])
        self.fault = fault


def main():
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()


def answer(request):
    if request["task"] == "check":
        return check(request["code"])
    if request["task"] == "review":
        return review(request)
    return compare(request["submission"], request["accepted"], request["mistakes"])


def check(code):
    try:
        parse(code)
        compile_only(code)
    except Unparsable as error:
        return syntax_error(error)
    return {"outcome": "VALID"}


def review(request):
    """All that reading can tell of a submission that may be run next, and of what its author wrote for that."""
    unusable = unusable_part(request)
    if unusable:
        return {"outcome": "UNUSABLE_TEST", "reason": unusable}
    told = compare(request["submission"], request["accepted"], request["mistakes"], remarks=not request["runs"])
    if told["outcome"] == "DIFFERENT" and request["runs"]:
        try:
            compile_only(request["submission"])
        except Unparsable as error:
            told = syntax_error(error)
    if told["outcome"] in ("SYNTAX_ERROR", "UNUSABLE_SOLUTION"):
        return told
    rules = []
    if request["requires"] or request["forbids"]:
        rules = broken_rules(parse(request["submission"]), request["requires"], request["forbids"])
    return {"outcome": "READ", "comparison": told, "rules": rules, "literals": [literal(t) for t in request["literals"]]}


def unusable_part(request):
    """What is wrong with the author's part, as a sentence for authors; None when nothing is."""
    for construct in (*request["requires"], *request["forbids"]):
        if not is_construct(construct):
            return f"{construct!r} is no construct that can be required or forbidden."
    for text in request["literals"]:
        if literal(text) is None:
            return f"{text!r} is not a Python literal. A text needs its own quotes: '\"Zoé\"'."
    problems = (*map(expression_problem, request["expressions"]), *map(program_problem, request["programs"]))
    return next((problem for problem in problems if problem), None)


@lru_cache(maxsize=REMEMBERED)
def expression_problem(text):
    try:
        parse(text.strip())
        node = guarded(lambda: ast.parse(composed(text).strip(), mode="eval").body)
    except Unparsable:
        return f"{text!r} is not a Python expression."
    if isinstance(node, ast.Compare):
        return f"{text!r} compares within Python, where an object can lie. State the value with `expect` instead."
    return None


@lru_cache(maxsize=REMEMBERED)
def program_problem(text):
    try:
        known(text)
        compile_only(text)
    except Unparsable as error:
        return f"{text[:60]!r}… cannot be run: {error.fault['message']}"
    return None


@lru_cache(maxsize=REMEMBERED)
def literal(text):
    """The value of a Python literal, told; None when it is none."""
    try:
        parse(text.strip())
        return tell(guarded(lambda: ast.literal_eval(composed(text).strip())))
    except (Unparsable, TypeError, ValueError, MemoryError, RecursionError):
        return None


def compare(submission, accepted, mistakes, remarks=True):
    solutions = []
    for index, code in enumerate(accepted):
        try:
            solutions.append(known(code))
        except Unparsable:
            return {"outcome": "UNUSABLE_SOLUTION", "index": index}
    try:
        tree = parse(submission)
    except Unparsable as error:
        for mistake in mistakes:
            if not is_python(mistake["code"]) and same_text(mistake["code"], submission):
                return {"outcome": "MISTAKE", "id": mistake["id"]}
        return syntax_error(error)

    exact = tokens_of(tree)
    bare = tokens_of(without_docstrings(parse(submission))) if has_docstring(tree) else exact
    for index, solution in enumerate(solutions):
        if equal(solution, exact, bare):
            return {"outcome": "MATCH", "index": index}
    for mistake in mistakes:
        if is_python(mistake["code"]) and equal(known(mistake["code"]), exact, bare):
            return {"outcome": "MISTAKE", "id": mistake["id"]}
    if not remarks or is_oversized(exact, solutions):
        return {"outcome": "DIFFERENT", "observations": []}
    # Only now: a fragment such as a lone `return x` may be what an author expects, though Python refuses to run it.
    try:
        compile_only(submission)
    except Unparsable as error:
        return syntax_error(error)
    return {"outcome": "DIFFERENT", "observations": observe(tree, [solution.tree for solution in solutions])}


# --- Parsing


def parse(code):
    """The tree of `code`, in Unicode's composed form, so that an é typed on any keyboard is the same é."""
    if "\0" in code:
        # CPython's tokenizer fails on some of these in a way that cannot be caught.
        line = code.count("\n", 0, code.index("\0")) + 1
        raise Unparsable(fault("ValueError", "source code string cannot contain null bytes", line, None))
    height, line = highest(code)
    if height > MAX_HEIGHT:
        raise Unparsable(fault("RecursionError", "too nested", line, None))
    return guarded(lambda: ast.parse(composed(code)))


def composed(code):
    return unicodedata.normalize("NFC", code.removeprefix("\ufeff"))


def highest(code):
    """An upper bound of the tree's height, and the line of its highest statement; measured up to a lexical error."""
    lines = Heights()
    try:
        for token in tokenize.generate_tokens(io.StringIO(composed(code)).readline):
            lines.take(token)
    except (SyntaxError, ValueError, tokenize.TokenError):
        pass
    lines.end_statement()
    return lines.height, lines.line


class Heights:
    """Bounds heights from tokens: a comma-free run is at most as high as its operators plus its highest bracket."""

    def __init__(self):
        self.height = 0
        self.line = 1
        self.current_line = 1
        self.blocks = 0
        self.stack = []
        self.run = Run()

    def take(self, token):
        self.current_line = token.start[0]
        if token.type == tokenize.INDENT:
            self.blocks += 1
        elif token.type == tokenize.DEDENT:
            self.blocks -= 1
        elif token.type == tokenize.NEWLINE:
            self.end_statement()
        elif token.type == tokenize.FSTRING_START or token.string in ("(", "[", "{") and token.type == tokenize.OP:
            self.stack.append(self.run)
            self.run = Run()
        elif token.type == tokenize.FSTRING_END or token.string in (")", "]", "}") and token.type == tokenize.OP:
            self.close()
        elif token.type == tokenize.OP:
            self.operator(token.string)
        elif token.type == tokenize.NAME:
            self.word(token.string)

    def operator(self, text):
        if text == ",":
            self.run.end()
        elif text not in ("=", ":", ";"):
            self.run.operators += 1

    def word(self, text):
        if text == "elif":
            self.blocks += 1
        elif text == "for" and self.stack:
            self.run.operators += COMPREHENSION_HEIGHT
        elif text in ("not", "lambda", "if", "else", "and", "or", "in", "is", "await", "yield"):
            self.run.operators += 1

    def close(self):
        if not self.stack:
            return
        inner = self.run.end()
        self.run = self.stack.pop()
        self.run.operators += BRACKET_HEIGHT
        self.run.highest_bracket = max(self.run.highest_bracket, inner)

    def end_statement(self):
        while self.stack:
            self.close()
        height = self.run.end() + self.blocks
        if height > self.height:
            self.height, self.line = height, self.current_line
        self.run = Run()


class Run:
    """What stands between two commas, and the highest of the runs before it in the same bracket."""

    def __init__(self):
        self.operators = 0
        self.highest_bracket = 0
        self.highest = 0

    def end(self):
        self.highest = max(self.highest, self.operators + self.highest_bracket)
        self.operators = self.highest_bracket = 0
        return self.highest


def compile_only(code):
    """Finds what the parser lets pass: `return` outside a function, `break` outside a loop, a name global and local."""
    guarded(lambda: compile(composed(code), "<reponse>", "exec", dont_inherit=True))


def guarded(work):
    try:
        return work()
    except SyntaxError as error:
        message = "source code string cannot contain null bytes" if error.msg is None else error.msg
        raise Unparsable(fault(type(error).__name__, message, error.lineno, error.offset)) from None
    except (RecursionError, MemoryError) as error:
        # CPython's parser says MemoryError too when its own stack of rules is full.
        raise Unparsable(fault(type(error).__name__, "too nested", None, None)) from None
    except ValueError as error:
        # NUL bytes, lone surrogates; UnicodeError is a ValueError.
        raise Unparsable(fault("ValueError", str(error), None, None)) from None


def fault(error, message, line, column):
    return {"error": error, "message": message[:300], "line": max(line or 1, 1), "column": max(column or 1, 1)}


def syntax_error(error):
    return {"outcome": "SYNTAX_ERROR", **error.fault}


class Known:
    """What an author wrote, read once; a learner's program is never kept."""

    def __init__(self, tree):
        self.tree = tree
        self.tokens = tokens_of(tree)
        self.has_docstring = has_docstring(tree)


@lru_cache(maxsize=REMEMBERED)
def known(code):
    return Known(parse(code))


@lru_cache(maxsize=REMEMBERED)
def is_python(code):
    try:
        known(code)
    except Unparsable:
        return False
    return True


def same_text(one, other):
    return " ".join(one.split()) == " ".join(other.split())


# --- Equality


def equal(solution, exact, bare):
    """A docstring counts only where the solution has one; everywhere else it is a comment."""
    return solution.tokens == (exact if solution.has_docstring else bare)


def tokens_of(tree):
    """The tree in preorder as plain values: equal lists, equal programs. Types are kept (1, 1.0 and True differ)."""
    return [token for token, _ in located_tokens(tree)]


def located_tokens(tree):
    """tokens_of, each with the line it stands on."""
    tokens = []
    pending = [(tree, 1)]
    while pending:
        item, line = pending.pop()
        if isinstance(item, ast.AST):
            line = getattr(item, "lineno", line)
            tokens.append((type(item).__name__, line))
            if isinstance(item, ast.Constant):
                tokens.append(((type(item.value).__name__, item.value), line))
            else:
                fields = (f for f in reversed(item._fields) if f not in SKIPPED_FIELDS)
                pending.extend((getattr(item, f, None), line) for f in fields)
        elif isinstance(item, list):
            tokens.append((("list", len(item)), line))
            pending.extend((element, line) for element in reversed(item))
        else:
            tokens.append((("name" if isinstance(item, str) else "plain", item), line))
    return tokens


def has_docstring(tree):
    return any(docstring_index(node) is not None for node in ast.walk(tree))


def without_docstrings(tree):
    for node in ast.walk(tree):
        if docstring_index(node) is None:
            continue
        del node.body[0]
        if not node.body:
            node.body.append(ast.Pass())
    return tree


def docstring_index(node):
    if not isinstance(node, WITH_BODY) or not node.body:
        return None
    # A whole program that is one string is an answer, not documentation.
    if isinstance(node, ast.Module) and len(node.body) == 1:
        return None
    first = node.body[0]
    return 0 if isinstance(first, ast.Expr) and is_text(first.value) else None


def is_oversized(tokens, solutions):
    """Far beyond every solution: nothing worth telling, and telling it would take longer than all the rest."""
    return len(tokens) > OVERSIZED_FLOOR + OVERSIZED_RATIO * max(len(solution.tokens) for solution in solutions)


# --- Observations: what a learner may be told. Names and lines are the submission's own; see README.md.


def observe(tree, solutions):
    if not tree.body:
        return [{"kind": "EMPTY", "line": None, "name": None}]
    mine = Facts(tree)
    theirs = [Facts(solution) for solution in solutions]
    nearest = max(theirs, key=lambda facts: likeness(mine, facts))
    found = []
    for rule in RULES:
        for observation in rule(mine, theirs, nearest):
            if all(observation["kind"] != other["kind"] for other in found):
                found.append(observation)
    kinds = {observation["kind"] for observation in found}
    found = [observation for observation in found if not IMPLIED.get(observation["kind"], set()) & kinds]
    if not found:
        found.extend(one_line_differs(mine, nearest))
    return found[:MAX_OBSERVATIONS]


def seen(kind, line=None, name=None, found=None):
    return {"kind": kind, "line": line, "name": name[:60] if name else None, "found": found}


class Facts:
    """What a program contains, gathered once."""

    def __init__(self, tree):
        self.body = tree.body
        self.tokens = located_tokens(tree)
        self.nodes = list(ast.walk(tree))
        self.values = {}
        self.names = {}
        self.called = {}
        self.defined = set()
        callees = set()
        for node in self.nodes:
            self.note_name(node)
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self.values.setdefault(target.id, (node.value, node.lineno))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
                self.values.setdefault(node.target.id, (node.value, node.lineno))
            elif isinstance(node, ast.Call):
                callees.add(node.func)
                self.called.setdefault(last_name(node.func), node.lineno)
        self.uncalled = {
            last_name(n): n for n in self.nodes if isinstance(n, (ast.Name, ast.Attribute)) and n not in callees
        }
        self.assigns = self.count(ast.Assign, ast.AugAssign, ast.NamedExpr) + sum(
            isinstance(node, ast.AnnAssign) and node.value is not None for node in self.nodes
        )

    def note_name(self, node):
        name = None
        if isinstance(node, ast.Name):
            name = node.id
            if isinstance(node.ctx, ast.Store):
                self.defined.add(name)
        elif isinstance(node, ast.Attribute):
            name = node.attr
        elif isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            name = node.name
            self.defined.add(name)
        elif isinstance(node, ast.arg):
            name = node.arg
            self.defined.add(name)
        elif isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool)):
            name = str(node.value)
        if name is not None:
            self.names.setdefault(name, node.lineno)

    def count(self, *types):
        return sum(isinstance(node, types) for node in self.nodes)

    def first(self, *types):
        return next((node for node in self.nodes if isinstance(node, types)), None)


def likeness(mine, other):
    one, two = (Counter(token for token, _ in facts.tokens) for facts in (mine, other))
    return 2 * (one & two).total() / (one.total() + two.total())


def compares_instead_of_assigning(mine, theirs, nearest):
    if mine.assigns >= nearest.assigns:
        return
    for node in mine.nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Compare) and isinstance(node.value.ops[0], ast.Eq):
            yield seen("COMPARES_INSTEAD_OF_ASSIGNING", node.lineno, last_name(node.value.left) or None)


def prints_instead_of_assigning(mine, theirs, nearest):
    if "print" in mine.called and not mine.assigns and all(f.assigns and "print" not in f.called for f in theirs):
        yield seen("PRINTS_INSTEAD_OF_ASSIGNING", mine.called["print"])


def prints_instead_of_returning(mine, theirs, nearest):
    if "print" not in mine.called or mine.count(ast.Return) or not mine.count(*FUNCTIONS):
        return
    if all(f.count(ast.Return) and "print" not in f.called for f in theirs):
        yield seen("PRINTS_INSTEAD_OF_RETURNING", mine.called["print"])


def increment_without_effect(mine, theirs, nearest):
    for node in mine.nodes:
        if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.UnaryOp):
            if isinstance(node.op, (ast.UAdd, ast.USub)) and type(node.op) is type(node.operand.op):
                yield seen("INCREMENT_WITHOUT_EFFECT", node.lineno)


def misspelt_name(mine, theirs, nearest):
    known = set().union(*(facts.names for facts in theirs))
    wanted = {name for name in nearest.names if name not in mine.names}
    for name, line in mine.names.items():
        if name in known:
            continue
        if any(folded(name) == folded(other) for other in wanted):
            yield seen("WRONG_NAME_CASE", line, name)
        elif any(unaccented(name) == unaccented(other) for other in wanted):
            yield seen("WRONG_NAME_ACCENT", line, name)


def call_without_parentheses(mine, theirs, nearest):
    for name, node in mine.uncalled.items():
        if name not in mine.called and all(name in facts.called for facts in theirs):
            yield seen("CALL_WITHOUT_PARENTHESES", node.lineno, name)


def value_differs(mine, theirs, nearest):
    for name, (value, line) in mine.values.items():
        expected = [facts.values[name][0] for facts in theirs if name in facts.values]
        if not expected or name not in nearest.values or any(tokens_of(value) == tokens_of(e) for e in expected):
            continue
        found, wanted = literal_type(value), {literal_type(e) for e in expected}
        if found == "tuple" and wanted <= {"int", "float"} and is_decimal_comma(value):
            yield seen("DECIMAL_COMMA", line, name)
        elif wanted == {"str"} and isinstance(value, ast.Name) and is_unknown(value.id, mine):
            yield seen("MISSING_QUOTES", line, value.id)
        elif found == "str" and wanted <= {"int", "float"}:
            yield seen("TYPE_OF_VALUE_DIFFERS", line, name, "TEXT_FOR_NUMBER")
        elif found in ("int", "float") and wanted == {"str"}:
            yield seen("TYPE_OF_VALUE_DIFFERS", line, name, "NUMBER_FOR_TEXT")
        elif found and None not in wanted and found not in wanted:
            yield seen("TYPE_OF_VALUE_DIFFERS", line, name, found)
        elif not text_nearly_equal(mine, nearest) and surely_different(value, expected):
            yield seen("VALUE_DIFFERS", line, name)


def unexpected_name(mine, theirs, nearest):
    """Only when the rest is right: one assigned name stands where the solution has another."""
    known = set().union(*(facts.names for facts in theirs))
    for name, (value, line) in mine.values.items():
        wanted = [other for other in nearest.values if other not in mine.names]
        if name in known or any(unaccented(name) == unaccented(other) for other in wanted):
            continue
        if any(tokens_of(value) == tokens_of(nearest.values[other][0]) for other in wanted):
            yield seen("UNEXPECTED_NAME", line, name)


def only_leaves_differ(mine, theirs, nearest):
    """The same program but for its texts' letter case and punctuation, or but for operators."""
    if text_nearly_equal(mine, nearest):
        yield seen("TEXT_NEARLY_EQUAL", next(line for (a, line), (b, _) in zip(mine.tokens, nearest.tokens) if a != b))
    elif differing(mine, nearest, lambda a, b: is_operator(a) and is_operator(b)):
        yield seen("OPERATOR_DIFFERS", next(line for (a, line), (b, _) in zip(mine.tokens, nearest.tokens) if a != b))


def statements(mine, theirs, nearest):
    ours, wanted = ([tokens_of(s) for s in facts.body] for facts in (mine, nearest))
    if len(ours) > len(wanted) and is_subsequence(wanted, ours):
        extra = first_extra(wanted, ours)
        yield seen("EXTRA_STATEMENT", mine.body[extra].lineno)
    elif len(ours) < len(wanted) and is_subsequence(ours, wanted):
        yield seen("MISSING_STATEMENT")
    elif len(ours) == len(wanted) > 1 and all(ours.count(s) == wanted.count(s) for s in ours):
        yield seen("WRONG_ORDER")


def missing_constructs(mine, theirs, nearest):
    """A kind of construct that every solution has; a learner on a way of their own is not pulled off it."""
    for kind, types in (
        ("MISSING_FUNCTION", FUNCTIONS),
        ("MISSING_LOOP", LOOPS),
        ("MISSING_CONDITION", (ast.If, ast.IfExp, ast.Match)),
        ("MISSING_IMPORT", (ast.Import, ast.ImportFrom)),
        ("MISSING_RETURN", (ast.Return,)),
    ):
        if not mine.count(*types) and all(facts.count(*types) for facts in theirs):
            yield seen(kind)
    if not mine.assigns and all(facts.assigns for facts in theirs):
        yield seen("MISSING_ASSIGNMENT")
    missing = set(nearest.called).intersection(*(facts.called for facts in theirs)) - set(mine.names) - {""}
    if missing - nearest.defined and not any(folded(n) == folded(m) for n in mine.names for m in missing):
        yield seen("MISSING_CALL")


def one_line_differs(mine, nearest):
    if len(mine.body) != len(nearest.body) or len(mine.body) < 2:
        return
    different = [s for s, other in zip(mine.body, nearest.body) if tokens_of(s) != tokens_of(other)]
    if len(different) == 1:
        yield seen("LINE_DIFFERS", different[0].lineno)


# The most telling first: only the first MAX_OBSERVATIONS are kept.
RULES = (
    compares_instead_of_assigning,
    prints_instead_of_assigning,
    prints_instead_of_returning,
    increment_without_effect,
    misspelt_name,
    call_without_parentheses,
    value_differs,
    unexpected_name,
    only_leaves_differ,
    statements,
    missing_constructs,
)


# A gap that a more telling observation already explains.
IMPLIED = {
    "MISSING_ASSIGNMENT": {"COMPARES_INSTEAD_OF_ASSIGNING", "PRINTS_INSTEAD_OF_ASSIGNING"},
    "MISSING_RETURN": {"PRINTS_INSTEAD_OF_RETURNING"},
    "MISSING_STATEMENT": {"MISSING_ASSIGNMENT", "MISSING_CALL", "MISSING_RETURN", "MISSING_LOOP", "MISSING_CONDITION"},
}


def last_name(node):
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def literal_type(node):
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        node = node.operand
    if isinstance(node, ast.Constant):
        return type(node.value).__name__
    return LITERAL_TYPES.get(type(node))


def surely_different(value, expected):
    """True between literals alone: an expression written otherwise may well have the same value."""
    try:
        mine = ast.literal_eval(value)
        return all(mine != ast.literal_eval(other) for other in expected)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return False


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_decimal_comma(node):
    return len(node.elts) == 2 and all(isinstance(e, ast.Constant) and type(e.value) is int for e in node.elts)


def is_unknown(name, facts):
    return name not in facts.defined and name not in BUILTIN_NAMES


def is_operator(token):
    kind = getattr(ast, token, None) if isinstance(token, str) else None
    return kind is not None and issubclass(kind, OPERATORS)


def text_nearly_equal(mine, other):
    return differing(mine, other, lambda a, b: a[0] == b[0] == "str" and letters(a[1]) == letters(b[1]))


def differing(mine, other, alike):
    """True when the programs differ, and only at tokens that are `alike`."""
    if len(mine.tokens) != len(other.tokens):
        return False
    pairs = [(a, b) for (a, _), (b, _) in zip(mine.tokens, other.tokens) if a != b]
    return bool(pairs) and all(alike(a, b) for a, b in pairs)


def is_subsequence(short, long):
    rest = iter(long)
    return all(any(item == other for other in rest) for item in short)


def first_extra(short, long):
    place = 0
    for index, item in enumerate(long):
        if place < len(short) and item == short[place]:
            place += 1
        else:
            return index
    return len(long) - 1


def folded(name):
    return name.casefold().replace("_", "")


def unaccented(name):
    return "".join(c for c in unicodedata.normalize("NFD", folded(name)) if not unicodedata.combining(c))


def letters(text):
    return "".join(c for c in unaccented(text) if c.isalnum())


main()
