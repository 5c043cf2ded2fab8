"""Comparison of what a client returns with what it returned when it was recorded against the reference service."""

import numpy as np
import pandas as pd


def plain(value):
    """A value of the client in the form that `recorded` gives too: kinds, types and shapes are part of it."""
    if isinstance(value, np.ndarray):
        return ("array", str(value.dtype), list(value.shape), value.tolist())
    if isinstance(value, pd.DataFrame):
        rows = [[plain(cell) for cell in row] for row in value.astype(object).values.tolist()]
        return ("table", list(value.columns), [str(kind) for kind in value.dtypes], rows)
    if isinstance(value, dict):
        return ("dict", {(type(key).__name__, str(key)): plain(item) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return ("list", [plain(item) for item in value])
    if isinstance(value, np.generic):
        return plain(value.item())
    return (type(value).__name__, value)


def recorded(value):
    """The same of a value as the recording has it."""
    if isinstance(value, list):
        return ("list", [recorded(item) for item in value])
    if not isinstance(value, dict):
        return (type(value).__name__, value)
    if set(value) == {"ndarray", "dtype", "shape"}:
        return ("array", value["dtype"], value["shape"], value["ndarray"])
    if set(value) == {"dataframe"}:
        table = value["dataframe"]
        rows = [[recorded(cell) for cell in row] for row in table["rows"]]
        return ("table", table["columns"], table["dtypes"], rows)
    if set(value) == {"dict"}:
        return ("dict", {(kind, str(key)): recorded(item) for key, kind, item in value["dict"]})
    return ("dict", {("str", key): recorded(item) for key, item in value.items()})


def differences(ours, theirs, where="", found=None):
    """Sentences about every place where two values differ, at most a dozen."""
    found = [] if found is None else found
    if len(found) >= 12:
        return found
    if isinstance(ours, tuple) and isinstance(theirs, tuple) and len(ours) == len(theirs) and ours[0] == theirs[0]:
        for a, b in zip(ours[1:], theirs[1:]):
            differences(a, b, where, found)
    elif isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        for key in ours:
            differences(ours[key], theirs[key], f"{where}/{key[1]}", found)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for place, (a, b) in enumerate(zip(ours, theirs)):
            differences(a, b, f"{where}[{place}]", found)
    elif type(ours) is not type(theirs) or ours != theirs:
        found.append(f"{where or 'value'}: {str(ours)[:200]} where the reference gave {str(theirs)[:200]}")
    return found


def shape(value):
    """The form of a value without its numbers: keys, kinds and element types."""
    if isinstance(value, tuple) and value[0] == "dict":
        return ("dict", {key: shape(item) for key, item in value[1].items()})
    if isinstance(value, tuple) and value[0] in ("array", "table"):
        return (value[0], value[1] if value[0] == "array" else (value[1], value[2]))
    return value[0]
