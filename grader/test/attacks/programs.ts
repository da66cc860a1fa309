import type { FailureCause } from '../../src/grade-contract.js';

/** A hostile answer to « write `double` », and what it may come to. */
export interface Attack {
  name: string;
  code: string;
  /** What the first test may show as the program's own value; for programs that try to read something. */
  actual?: RegExp;
  /** Why it may fail; any cause when absent. */
  causes?: readonly FailureCause[];
}

const WRONG = 'def double(x):\n    return -1\n';

/** Programs that want a verdict they have not earned. */
export const FORGERIES: readonly Attack[] = [
  { name: 'prints the expected output', code: `${WRONG}print(42)` },
  { name: 'prints what a grader might look for', code: `${WRONG}print('{"value": ["int", "0x2a"]}')` },
  {
    name: 'writes answers to standard error',
    code: `${WRONG}import os\nfor _ in range(50): os.write(2, b'{"value": ["int", "0x2a"]}\\n')`,
  },
  { name: 'writes one early answer for the program', code: `${WRONG}import os\nos.write(2, b'{"done": true}\\n')` },
  {
    name: 'answers for the program and stops',
    code: `${WRONG}import os\nos.write(2, b'{"done": true}\\n')\nos._exit(0)`,
  },
  {
    name: 'takes over the conversation',
    code: `import os\nos.write(2, b'{"done": true}\\n')\nwhile True:\n    os.read(0, 65536)\n    os.write(2, b'{"value": ["bool", true]}\\n')`,
  },
  ...['', ', twice'].map((again) => ({
    name: `answers everything and goes on for ever${again}`,
    code: `import os\nos.write(2, b'{"done": true}\\n')\nfor _ in range(99):\n    line = os.read(0, 65536)\n    os.write(2, b'{"missing": true}\\n' if b'variable' in line else b'{"value": ["none"]}\\n')\n    while b'jamais' in line: pass`,
  })),
  {
    name: 'answers and leaves between two requests',
    code: `import os\ndef double(x):\n    os.write(2, b'{"value": ["int", "0x2a"]}\\n')\n    os._exit(0)`,
  },
  {
    name: 'answers with malformed values',
    code: `import os\nos.write(2, b'{"done": true}\\n')\nwhile True:\n    os.read(0, 65536)\n    os.write(2, b'{"value": ["int", "42"]}\\n')`,
  },
  { name: 'answers with a verdict', code: `import os\nos.write(2, b'{"verdict": "CORRECT"}\\n')` },
  { name: 'answers with unknown fields', code: `import os\nos.write(2, b'{"done": true, "passed": true}\\n')` },
  { name: 'answers with a bare word', code: `import os\nos.write(2, b'CORRECT\\n')` },
  { name: 'answers with broken UTF-8', code: `import os\nos.write(2, b'\\xff\\xfe{"done"\\n')` },
  {
    name: 'answers with a deeply nested value',
    code: `import os\nos.write(2, b'{"done": true}\\n')\nos.read(0, 65536)\nos.write(2, b'{"value": ' + b'["list", [' * 5000 + b']]' * 5000 + b'}\\n')`,
  },
  { name: 'announces a prompt that is none', code: `${WRONG}import os\nos.write(2, b'{"prompt": {"a": 1}}\\n')` },
  {
    name: 'writes to every descriptor',
    code: `${WRONG}import os\nfor fd in range(64):\n    try: os.write(fd, b'42\\n')\n    except OSError: pass`,
  },
  { name: 'leaves with success', code: `${WRONG}import sys\nsys.exit(0)` },
  { name: 'leaves at once', code: 'import os\nos._exit(0)' },
  { name: 'leaves when called', code: 'import os\ndef double(x):\n    os._exit(0)' },
  { name: 'aborts', code: 'import os\nos.abort()' },
  { name: 'raises SystemExit when called', code: 'def double(x):\n    raise SystemExit(42)' },
  {
    name: 'catches everything',
    code: 'def double(x):\n    while True:\n        try:\n            while True: pass\n        except BaseException:\n            pass',
    causes: ['TIMEOUT'],
  },
  {
    name: 'replaces built-in functions',
    code: `${WRONG}import builtins\nbuiltins.eval = lambda *a: 42\nbuiltins.compile = lambda *a, **k: None\nbuiltins.isinstance = lambda *a: True\nbuiltins.issubclass = lambda *a: True\nbuiltins.len = lambda x: 0\nbuiltins.repr = lambda x: '42'`,
  },
  { name: 'replaces json.dumps', code: `${WRONG}import json\njson.dumps = lambda *a, **k: '{"passed": true}'` },
  { name: 'replaces os.write', code: `${WRONG}import os\nos.write = lambda fd, data: len(data)` },
  {
    name: 'patches the harness',
    code: `${WRONG}import sys\ng = sys.modules['__grader__'].resume.__globals__\ng['tell'] = lambda v: ['bool', True]\ng['fault_of'] = lambda e: {}`,
  },
  {
    name: 'patches the harness’s answers',
    code: `${WRONG}import sys\ng = sys.modules['__grader__'].resume.__globals__\ng['ANSWERS']['evaluate'] = lambda r, n: {'passed': True}`,
  },
  {
    name: 'patches the harness’s code',
    code: `${WRONG}import sys\ng = sys.modules['__grader__'].resume.__globals__\ng['evaluate'].__code__ = (lambda request, namespace: {'value': ['none']}).__code__`,
  },
  {
    name: 'hooks the tracer',
    code: `${WRONG}import sys\ndef t(frame, event, arg):\n    if 'expected' in frame.f_locals: frame.f_locals['actual'] = frame.f_locals['expected']\n    return t\nsys.settrace(t)`,
  },
  {
    name: 'lies about equality',
    code: 'class Liar:\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    def __hash__(self): return 0\n    def __repr__(self): return "42"\ndef double(x): return Liar()',
  },
  {
    name: 'lies as a whole number',
    code: 'class Liar(int):\n    def __eq__(self, other): return True\n    def __index__(self): return 42\n    def __int__(self): return 42\n    def __repr__(self): return "42"\ndef double(x): return Liar(0)',
  },
  {
    name: 'lies as a text',
    code: 'class Liar(str):\n    def __eq__(self, other): return True\n    def __str__(self): return "42"\n    def __repr__(self): return "42"\ndef double(x): return Liar("0")',
  },
  {
    name: 'lies as a list',
    code: 'class Liar(list):\n    def __iter__(self): return iter([42])\n    def __len__(self): return 1\n    def __eq__(self, other): return True\ndef double(x): return Liar()',
  },
  {
    name: 'lies about its class',
    code: 'class Liar:\n    __class__ = property(lambda self: int)\n    def __index__(self): return 42\n    def __int__(self): return 42\ndef double(x): return Liar()',
  },
  {
    name: 'lies with a metaclass',
    code: 'class Meta(type):\n    def __instancecheck__(cls, o): return True\n    def __subclasscheck__(cls, o): return True\n    def mro(cls): return [cls, int, object] if False else type.mro(cls)\n    __name__ = property(lambda cls: "int")\nclass Liar(metaclass=Meta):\n    def __eq__(self, other): return True\ndef double(x): return Liar()',
  },
  { name: 'answers NaN', code: 'def double(x): return float("nan")' },
  { name: 'answers infinity', code: 'def double(x): return float("inf")' },
  { name: 'answers True', code: 'def double(x): return True' },
  { name: 'answers itself', code: 'def double(x):\n    l = []\n    l.append(l)\n    return l' },
  { name: 'answers a text of the number', code: 'def double(x): return str(x * 2)' },
  {
    name: 'answers with an object whose repr never ends',
    code: 'class Slow:\n    def __repr__(self):\n        while True: pass\ndef double(x): return Slow()',
    causes: ['TIMEOUT'],
  },
  {
    name: 'answers with an object whose repr leaves',
    code: 'import os\nclass Slow:\n    def __repr__(self): os._exit(0)\ndef double(x): return Slow()',
    causes: ['EXCEPTION'],
  },
  {
    name: 'raises an exception whose text lies',
    code: 'class Liar(Exception):\n    def __str__(self): return \'", "value": ["int", "0x2a"]}\'\ndef double(x): raise Liar()',
  },
  {
    name: 'raises an exception that raises when told',
    code: 'class Liar(BaseException):\n    def __str__(self): raise self\n    __repr__ = __str__\ndef double(x): raise Liar()',
  },
  {
    name: 'registers work for the end',
    code: `${WRONG}import atexit, os\natexit.register(lambda: os.write(2, b'{"value": ["int", "0x2a"]}\\n'))`,
  },
  {
    name: 'acts when it is cleaned up',
    code: `${WRONG}import os\nclass Late:\n    def __del__(self): os.write(2, b'{"value": ["int", "0x2a"]}\\n')\ndef double(x):\n    Late()\n    return -1`,
  },
  {
    name: 'swaps its own module',
    code: `${WRONG}import sys, types\nsys.modules['__main__'] = types.SimpleNamespace(double=lambda x: x * 2)`,
  },
  {
    name: 'hides names in a lying namespace',
    code: `${WRONG}class D(dict):\n    def __missing__(self, k): return 42\nimport sys\nsys._getframe(0).f_globals['__builtins__'] = D()`,
  },
  {
    name: 'closes every descriptor',
    code: `${WRONG}import os\nfor fd in range(8):\n    try: os.close(fd)\n    except OSError: pass`,
  },
  {
    name: 'raises an exception whose class lies about its name',
    code: 'class Meta(type):\n    __name__ = property(lambda cls: 5)\nclass Liar(Exception, metaclass=Meta): pass\ndef double(x): raise Liar()',
  },
  {
    name: 'raises an exception of a thousand classes',
    code: 'base = Exception\nfor i in range(1000): base = type("E" * 500, (base,), {})\ndef double(x): raise base("x" * 1_000_000)',
  },
  {
    name: 'raises a group of itself',
    code: 'def double(x): raise BaseExceptionGroup("g", [SystemExit(), KeyboardInterrupt()])',
  },
  { name: 'answers with a generator', code: 'def double(x): yield 42' },
  { name: 'answers with a class', code: 'class double:\n    def __new__(cls, x): return int' },
  {
    name: 'is evaluated as something else',
    code: 'class Any:\n    def __call__(self, *a): return self\n    def __radd__(self, o): return o\n    __add__ = __getattr__ = lambda self, o: self\ndouble = Any()',
  },
  { name: 'knows the visible tests only', code: 'def double(x): return {21: 42}.get(x)' },
];

/** The harness's frames, memory and modules, the host's files, variables, sockets and processes: programs that want to know. */
export const SPIES: readonly Attack[] = [
  { name: 'reads a file', code: 'def double(x): return open("/etc/passwd").read()', actual: /^FileNotFoundError/ },
  {
    name: 'reads the process’s environment',
    code: 'import os\ndef double(x): return dict(os.environ)',
    actual: /^\{\}$/,
  },
  {
    name: 'reads /proc',
    code: 'def double(x): return open("/proc/self/environ").read()',
    actual: /^FileNotFoundError/,
  },
  {
    name: 'reads the grader’s own program',
    code: 'def double(x): return open("../python/compare.py").read()',
    actual: /^FileNotFoundError/,
  },
  {
    name: 'climbs out with dots',
    code: 'def double(x): return open("../../../../etc/hostname").read()',
    actual: /^FileNotFoundError/,
  },
  {
    name: 'writes a file',
    code: 'def double(x):\n    with open("/tmp/attack", "w") as f: return f.write("x")',
    actual: /Error/,
  },
  { name: 'makes a link', code: 'import os\ndef double(x): return os.symlink("/etc/passwd", "/p")', actual: /Error/ },
  {
    name: 'opens a socket',
    code: 'import socket\ndef double(x): return socket.create_connection(("127.0.0.1", 80))',
    actual: /Error/,
  },
  {
    name: 'listens',
    code: 'import socket\ndef double(x):\n    s = socket.socket()\n    s.bind(("127.0.0.1", 0))\n    s.listen()\n    return 1',
    actual: /Error/,
  },
  {
    name: 'fetches a page',
    code: 'import urllib.request\ndef double(x): return urllib.request.urlopen("http://127.0.0.1/").read()',
    actual: /Error/,
  },
  {
    name: 'starts a process',
    code: 'import subprocess\ndef double(x): return subprocess.run(["id"])',
    actual: /Error/,
  },
  { name: 'starts a shell', code: 'import os\ndef double(x): return os.system("id")', actual: /Error/ },
  { name: 'forks', code: 'import os\ndef double(x): return os.fork()', actual: /Error/ },
  {
    name: 'replaces its process',
    code: 'import os\ndef double(x): return os.execv("/bin/sh", ["sh"])',
    actual: /Error/,
  },
  { name: 'kills its parent', code: 'import os\ndef double(x): return os.kill(os.getppid(), 9)', actual: /Error/ },
  { name: 'loads C', code: 'import ctypes\ndef double(x): return ctypes.CDLL(None)', actual: /Error/ },
  { name: 'maps memory', code: 'import mmap\ndef double(x): return mmap.mmap(-1, 4096)', actual: /Error/ },
  {
    name: 'starts a thread',
    code: 'import threading\ndef double(x):\n    t = threading.Thread(target=print)\n    t.start()\n    return 1',
    actual: /Error/,
  },
  { name: 'sets an alarm', code: 'import signal\ndef double(x): return signal.alarm(1)', actual: /Error/ },
  {
    name: 'looks for JavaScript',
    code: 'import js\ndef double(x): return js.process.env',
    actual: /^ModuleNotFoundError/,
  },
  {
    name: 'reads hidden tests from frames',
    code: 'import sys\ndef double(x):\n    seen = []\n    f = sys._getframe()\n    while f:\n        seen.append(str({k: v for k, v in f.f_locals.items() if isinstance(v, (dict, list, str))}))\n        f = f.f_back\n    return "".join(seen)[-250:]',
  },
  {
    name: 'reads hidden tests from memory',
    code: 'import gc\ndef double(x):\n    return [o for o in gc.get_objects() if isinstance(o, dict) and ("expression" in o or "expected" in o)][:3]',
  },
  {
    name: 'searches every module',
    code: 'import sys\ndef double(x):\n    return [n for n, m in sys.modules.items() if "canari" in str(getattr(m, "__dict__", ""))]',
    actual: /^\[('__main__')?\]$/,
  },
  {
    name: 'reads the next request',
    code: 'import os\ndef double(x): return os.read(0, 65536)',
    actual: /^bytes\.fromhex\(''\)$/,
  },
  {
    name: 'reads standard input to its end',
    code: 'import sys\ndef double(x): return sys.stdin.read()',
    actual: /^''$/,
  },
  {
    name: 'dumps its traceback',
    code: 'import faulthandler\ndef double(x):\n    faulthandler.dump_traceback()\n    return 1',
  },
  { name: 'crashes on purpose', code: 'import faulthandler\ndef double(x): faulthandler._sigsegv()' },
  {
    name: 'looks for what the last learner left',
    code: 'import builtins, sys, os\ndef double(x):\n    seen = getattr(builtins, "left", None) or getattr(sys, "left", None) or getattr(os, "left", None)\n    builtins.left = sys.left = os.left = "canari-voisin"\n    return seen',
    actual: /^None$/,
  },
  {
    name: 'looks again for what the last learner left',
    code: 'import builtins, sys, os\ndef double(x): return [hasattr(m, "left") for m in (builtins, sys, os)]',
    actual: /^\[False, False, False\]$/,
  },
];

/** Programs that want everything for themselves. Under load a limit may be met by the clock first. */
export const GLUTTONS: readonly Attack[] = [
  { name: 'loops', code: 'while True: pass', causes: ['TIMEOUT'] },
  { name: 'sleeps', code: 'import time\ntime.sleep(3600)', causes: ['TIMEOUT'] },
  { name: 'counts for ever', code: 'import itertools\nsum(1 for _ in itertools.count())', causes: ['TIMEOUT'] },
  { name: 'computes a power tower', code: '9 ** 9 ** 9', causes: ['TIMEOUT', 'MEMORY'] },
  { name: 'fills a list', code: 'x = []\nwhile True: x.append("a" * 1_000_000)', causes: ['MEMORY', 'TIMEOUT'] },
  {
    name: 'fills memory and catches it',
    code: 'x = []\nwhile True:\n    try:\n        while True: x.append(bytearray(10_000_000))\n    except MemoryError: pass',
    causes: ['MEMORY', 'TIMEOUT'],
  },
  { name: 'asks for everything at once', code: 'x = bytearray(3_000_000_000)', causes: ['MEMORY', 'EXCEPTION'] },
  { name: 'doubles a text', code: 'x = "a"\nwhile True: x += x', causes: ['MEMORY', 'TIMEOUT'] },
  { name: 'prints for ever', code: 'while True: print("a" * 1000)', causes: ['OUTPUT', 'TIMEOUT'] },
  { name: 'prints one huge line', code: 'print("a" * 50_000_000)', causes: ['OUTPUT', 'MEMORY', 'TIMEOUT'] },
  {
    name: 'prompts for ever',
    code: 'while True:\n    try: input("a" * 1000)\n    except EOFError: pass',
    causes: ['OUTPUT', 'TIMEOUT'],
  },
  {
    name: 'floods standard error',
    code: 'import os\nwhile True: os.write(2, b"a" * 60000)',
    causes: ['OUTPUT', 'TIMEOUT'],
  },
  {
    name: 'floods the unread channel',
    code: 'import sys\nwhile True: print("a" * 1000, file=sys.stderr)',
    causes: ['TIMEOUT'],
  },
  { name: 'recurses', code: 'def double(x): return double(x + 1)', causes: ['RECURSION'] },
  {
    name: 'recurses a million deep',
    code: 'import sys\nsys.setrecursionlimit(10**6)\ndef double(x): return double(x + 1)',
    causes: ['RECURSION', 'MEMORY'],
  },
  {
    name: 'recurses past the cap',
    code: 'import sys\nsys.setrecursionlimit.__kwdefaults__["change"](10**8)\ndef double(x): return double(x + 1)',
    causes: ['RECURSION', 'MEMORY', 'TIMEOUT', 'EXCEPTION'],
  },
  {
    name: 'recurses in C',
    code: 'import sys\nsys.setrecursionlimit.__kwdefaults__["change"](10**8)\nclass A:\n    def __getattr__(self, n): return getattr(self, n + "a")\nA().b',
    causes: ['RECURSION', 'MEMORY', 'TIMEOUT', 'EXCEPTION'],
  },
  {
    name: 'nests lists and prints them',
    code: 'x = []\nfor _ in range(200_000): x = [x]\nprint(x)',
    causes: ['RECURSION', 'MEMORY', 'TIMEOUT', 'EXCEPTION'],
  },
  { name: 'nests tuples and drops them', code: 'x = ()\nfor _ in range(1_000_000): x = (x,)\ndel x\ndouble = None' },
  {
    name: 'compares nested lists',
    code: 'a, b = [], []\nfor _ in range(100_000): a, b = [a], [b]\na == b',
    causes: ['RECURSION', 'MEMORY', 'TIMEOUT', 'EXCEPTION'],
  },
  { name: 'answers a huge list', code: 'def double(x): return list(range(2_000_000))' },
  { name: 'answers a huge text', code: 'def double(x): return "42" * 5_000_000' },
  { name: 'answers a huge number', code: 'def double(x): return 1 << 10_000_000' },
  {
    name: 'answers a deep list',
    code: 'def double(x):\n    l = []\n    for _ in range(100_000): l = [l]\n    return l',
  },
  {
    name: 'answers with a huge repr',
    code: 'class Big:\n    def __repr__(self): return "4" * 30_000_000\ndef double(x): return Big()',
  },
  {
    name: 'makes hashes collide',
    code: 'class K:\n    def __hash__(self): return 1\n    def __eq__(self, o): return False\nd = {}\nwhile True: d[K()] = 1',
    causes: ['TIMEOUT', 'MEMORY'],
  },
  {
    name: 'makes a regular expression backtrack',
    code: 'import re\nre.match("(a+)+$", "a" * 60 + "b")',
    causes: ['TIMEOUT'],
  },
  {
    name: 'unpacks a bomb',
    code: 'import zlib\nx = zlib.compress(b"0" * 20_000_000)\nwhile True: x = zlib.compress(zlib.decompress(x) * 2)',
    causes: ['TIMEOUT', 'MEMORY', 'EXCEPTION'],
  },
  { name: 'evaluates nested parentheses', code: 'eval("(" * 100_000)' },
  { name: 'compiles a deep expression', code: 'eval("-" * 50_000 + "1")' },
  { name: 'compiles deep comprehensions', code: 'eval("[" * 25 + "a" + " for a in b]" * 25)' },
  {
    name: 'imports itself in circles',
    code: 'import importlib, sys\nwhile True:\n    for m in list(sys.modules): sys.modules.pop(m, None)\n    import json',
    causes: ['TIMEOUT', 'EXCEPTION', 'RECURSION', 'MEMORY'],
  },
  {
    name: 'forbids the collector to rest',
    code: 'import gc\ngc.set_threshold(1)\nx = []\nwhile True: x.append([x])',
    causes: ['TIMEOUT', 'MEMORY'],
  },
  { name: 'never ends when called', code: 'def double(x):\n    while x: pass', causes: ['TIMEOUT'] },
];

/** What is hostile before it runs. */
export const SOURCES: readonly Attack[] = [
  { name: 'ten thousand parentheses', code: '('.repeat(9_999) },
  { name: 'ten thousand minus signs', code: `x = ${'-'.repeat(9_900)}1` },
  {
    name: 'a hundred nested blocks',
    code: Array.from({ length: 99 }, (_, depth) => `${' '.repeat(depth)}if 1:`).join('\n'),
  },
  { name: 'nested comprehensions', code: `x = ${'['.repeat(90)}a${' for a in b]'.repeat(90)}` },
  { name: 'nested f-strings', code: 'f"{'.repeat(2_000) },
  { name: 'ten thousand lines', code: 'x=1\n'.repeat(2_499) },
  { name: 'a NUL byte', code: `${WRONG}\0` },
  { name: 'a lone surrogate', code: 'double = "\ud800"' },
  { name: 'an encoding cookie', code: `# -*- coding: utf-7 -*-\n${WRONG}` },
  { name: 'another encoding cookie', code: `# coding: rot13\n${WRONG}` },
  { name: 'names that look alike', code: 'def dоuble(x): return x * 2' },
  { name: 'text that turns around', code: 'def double(x): return x # \u202e2 * x' },
  { name: 'a number without end', code: `double = ${'9'.repeat(9_000)}` },
  { name: 'constants that fold into memory', code: 'double = "a" * 10**9\nx = (1,) * 10**9' },
];
