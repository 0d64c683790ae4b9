"""Derived figures: arithmetic over other figures, written by people, computed without `eval`."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class BadFormula(ValueError):
    """A formula that is not plain arithmetic over figures with a number; says why."""


def names(formula: str) -> frozenset[str]:
    """Ids of the figures a formula uses. Raises BadFormula."""
    return frozenset(node.id for node in ast.walk(_parsed(formula)) if isinstance(node, ast.Name))


def compute(formula: str, value_of: Callable[[str], float]) -> float:
    """The result of "F02 / F01 * 100". Raises BadFormula, and whatever `value_of` raises."""
    try:
        return _result(_parsed(formula), value_of)
    except ZeroDivisionError as error:
        raise BadFormula(f"{formula!r} divides by zero") from error


def _parsed(formula: str) -> ast.expr:
    try:
        return ast.parse(formula, mode="eval").body
    except SyntaxError as error:
        raise BadFormula(f"{formula!r} is not a formula") from error


def _result(node: ast.expr, value_of: Callable[[str], float]) -> float:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.Name):
        return value_of(node.id)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_result(node.left, value_of), _result(node.right, value_of))
    raise BadFormula(f"{ast.unparse(node)!r} is not plain arithmetic")
