"""karst from Python, through ctypes and nothing else: copy this file, or take from it what you need.

    with karst.Engine("libkarst.so.0") as engine:
        skeleton = engine.run("return karst.swc.read(...)", "cell.swc")[0]
        print(skeleton.measure("cable_length"), skeleton.x[:3])
"""

import ctypes
from ctypes import POINTER, byref, c_char_p, c_double, c_int, c_int32, c_int64, c_size_t, c_void_p

NIL, BOOLEAN, INTEGER, NUMBER, STRING, TABLE, SKELETON, FUNCTION, NULL, OTHER = range(10)
OUTPUT_CALLBACK = ctypes.CFUNCTYPE(None, c_void_p, c_int, c_void_p, c_size_t)
PROGRESS_CALLBACK = ctypes.CFUNCTYPE(None, c_void_p, c_char_p, c_int64, c_int64)


class KarstError(Exception):
    """What karst says is wrong: the sentence, and the word that scripts compare in `code`."""

    def __init__(self, status, code, message, where):
        super().__init__(message)
        self.status, self.code, self.where = status, code, where


class Library:
    """The functions of karst.h; each raises what its status says."""

    def __init__(self, path):
        self._library = ctypes.CDLL(path)
        for name in ("version", "error_message", "error_code", "error_where", "measure_name"):
            getattr(self._library, "karst_" + name).restype = c_char_p

    def version(self):
        return self._library.karst_version().decode()

    def measures(self):
        """The names of all measures."""
        names, name = [], self._library.karst_measure_name(c_size_t(0))
        while name is not None:
            names.append(name.decode())
            name = self._library.karst_measure_name(c_size_t(len(names)))
        return names

    def call(self, name, *arguments):
        status = getattr(self._library, "karst_" + name)(*arguments)
        if status != 0:
            texts = (self._library.karst_error_code(), self._library.karst_error_message(),
                     self._library.karst_error_where())
            raise KarstError(status, *(text.decode(errors="replace") for text in texts))

    def give_back(self, name, handle):
        """A destructor may run on any thread and must not raise."""
        getattr(self._library, "karst_" + name)(handle)


class Skeleton:
    """A skeleton; its columns are arrays of ctypes over the library's own memory, not copied."""

    def __init__(self, library, handle):
        self._library, self._handle = library, handle

    def __del__(self):
        self._library.give_back("skeleton_free", self._handle)

    def _column(self, name, kind):
        start, count = POINTER(kind)(), c_size_t()
        self._library.call("skeleton_" + name, self._handle, byref(start), byref(count))
        if count.value == 0:
            return (kind * 0)()
        column = ctypes.cast(start, POINTER(kind * count.value)).contents
        column.owner = self  # as long as the column is used, the memory stays
        return column

    x = property(lambda self: self._column("x", c_double))
    y = property(lambda self: self._column("y", c_double))
    z = property(lambda self: self._column("z", c_double))
    radii = property(lambda self: self._column("radii", c_double))
    types = property(lambda self: self._column("types", c_int32))
    parents = property(lambda self: self._column("parents", c_int32))
    ids = property(lambda self: self._column("ids", c_int64))

    @property
    def edges(self):
        """Pairs of child and parent, counted from 0."""
        count = c_size_t()
        self._library.call("skeleton_edges", self._handle, None, c_size_t(0), byref(count))
        pairs = (c_int32 * (2 * count.value))()
        self._library.call("skeleton_edges", self._handle, pairs, count, byref(count))
        return list(zip(pairs[::2], pairs[1::2]))

    def measure(self, name):
        value = c_double()
        self._library.call("skeleton_measure", self._handle, name.encode(), byref(value))
        return value.value

    def write(self, path):
        self._library.call("skeleton_write", self._handle, str(path).encode())


class Engine:
    """An engine. Use it on the thread that made it; `cancel` may be called from any."""

    def __init__(self, path):
        self.library = Library(path)
        self._handle = c_void_p()
        self._callbacks = {}
        self.library.call("open", None, byref(self._handle))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.library.call("close", self._handle)

    def run(self, script, *arguments):
        """What the script returns, as a list."""
        script = script.encode()
        return self._results(
            lambda values, results: self.library.call(
                "run", self._handle, script, c_size_t(len(script)), b"python", values, results),
            arguments)

    def call(self, name, *arguments):
        """What a global function or a field of a global gives, as a list."""
        return self._results(
            lambda values, results: self.library.call(
                "call", self._handle, name.encode(), values, results),
            arguments)

    def cancel(self):
        self.library.call("cancel", self._handle)

    def on_output(self, hear):
        """`hear(stream, bytes)`, with 1 for standard output and 2 for standard error."""
        self._set("on_output", OUTPUT_CALLBACK(
            lambda _, stream, start, length: hear(stream, ctypes.string_at(start, length))))

    def on_progress(self, hear):
        """`hear(label, done, total)`."""
        self._set("on_progress", PROGRESS_CALLBACK(
            lambda _, label, done, total: hear(label.decode(), done, total)))

    def _set(self, name, callback):
        self.library.call(name, self._handle, callback, None)
        self._callbacks[name] = callback  # the library holds no reference of Python's

    def _results(self, run, arguments):
        values, results = c_void_p(), c_void_p()
        self.library.call("values_new", byref(values))
        try:
            for argument in arguments:
                self._add(values, None, argument)
            run(values, byref(results))
        finally:
            self.library.call("values_free", values)
        try:
            return [self._value(results, index) for index in range(self._count(results))]
        finally:
            self.library.call("values_free", results)

    # Python to Lua

    def _add(self, values, key, value):
        if value is None:
            self.library.call("values_add_nil", values)
        elif isinstance(value, bool):
            self.library.call("values_add_boolean", values, key, c_int(value))
        elif isinstance(value, int):
            if not -2**63 <= value < 2**63:
                raise OverflowError(f"{value} does not fit into 64 bits")
            self.library.call("values_add_integer", values, key, c_int64(value))
        elif isinstance(value, float):
            self.library.call("values_add_number", values, key, c_double(value))
        elif isinstance(value, (str, bytes)):
            content = value.encode() if isinstance(value, str) else value
            self.library.call("values_add_string", values, key, content, c_size_t(len(content)))
        elif isinstance(value, Skeleton):
            self.library.call("values_add_skeleton", values, key, value._handle)
        elif isinstance(value, (list, tuple, dict)):
            self._add_table(values, key, value)
        else:
            raise TypeError(f"a {type(value).__name__} is nothing that Lua has")

    def _add_table(self, values, key, content):
        table = c_void_p()
        self.library.call("values_new", byref(table))
        try:
            if isinstance(content, dict):
                for name, value in content.items():
                    self._add(table, name.encode(), value)
            else:
                for value in content:
                    self._add(table, None, value)
            self.library.call("values_add_table", values, key, table)
        finally:
            self.library.call("values_free", table)

    # Lua to Python

    def _count(self, values):
        count = c_size_t()
        self.library.call("values_count", values, byref(count))
        return count.value

    def _value(self, values, index):
        kind, index = c_int(), c_size_t(index)
        self.library.call("values_type", values, index, byref(kind))
        if kind.value == STRING:
            return self._string("values_string", values, index)
        if kind.value == TABLE:
            return self._table(values, index)
        if kind.value == SKELETON:
            handle = c_void_p()
            self.library.call("values_skeleton", values, index, byref(handle))
            return Skeleton(self.library, handle)
        for known, name, room in ((BOOLEAN, "boolean", c_int()), (INTEGER, "integer", c_int64()),
                                  (NUMBER, "number", c_double())):
            if kind.value == known:
                self.library.call("values_" + name, values, index, byref(room))
                return bool(room.value) if known == BOOLEAN else room.value
        return None

    def _string(self, name, values, index):
        """Text where the bytes are UTF-8, otherwise the bytes."""
        start, length = c_void_p(), c_size_t()
        self.library.call(name, values, index, byref(start), byref(length))
        content = ctypes.string_at(start, length.value)
        try:
            return content.decode()
        except UnicodeDecodeError:
            return content

    def _table(self, values, index):
        """A list for a list, a dict for anything else."""
        table = c_void_p()
        self.library.call("values_table", values, index, byref(table))
        try:
            count = self._count(table)
            keys = [self._key(table, c_size_t(place)) for place in range(count)]
            content = [self._value(table, place) for place in range(count)]
        finally:
            self.library.call("values_free", table)
        return content if keys == list(range(1, count + 1)) else dict(zip(keys, content))

    def _key(self, values, index):
        kind = c_int()
        self.library.call("values_key_type", values, index, byref(kind))
        if kind.value == INTEGER:
            key = c_int64()
            self.library.call("values_key_integer", values, index, byref(key))
            return key.value
        return self._string("values_key_string", values, index)
