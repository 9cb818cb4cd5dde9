"""What is wrong with a value of a programme file: pydantic's finding as a sentence of ours."""

from __future__ import annotations

from pydantic_core import ErrorDetails

from sensing.said import Said, one_of, said, said_by

_PLAIN = {
    "extra_forbidden": said("no such key here; check the spelling"),
    "missing": said("is missing here"),
    "int_type": said("should be a valid integer"),
    "float_type": said("should be a valid number"),
    "finite_number": said("should be a finite number"),
    "string_type": said("should be a valid string"),
    "bool_type": said("should be a valid boolean"),
    "tuple_type": said("should be a valid tuple"),
    "dict_type": said("should be a valid dictionary"),
}
"""What pydantic calls a fault that has no values of its own, and what we say of it."""


def reason_of(fault: ErrorDetails) -> str:
    """Say one fault that pydantic found; `Said` where it is one of those that a file can well have."""
    context = fault.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, ValueError):
        return said_by(cause)
    english = fault["msg"].replace("Input should", "should")
    sentence = _ours(fault["type"], context)
    # Where pydantic would say more than we do, its English is worth more than our Danish.
    return english if sentence is None else sentence


def _ours(kind: str, context: dict[str, object]) -> Said | None:
    match kind:
        case "greater_than_equal":
            return said("should be greater than or equal to {least:g}", least=context["ge"])
        case "less_than_equal":
            return said("should be less than or equal to {most:g}", most=context["le"])
        case "greater_than":
            return said("should be greater than {limit:g}", limit=context["gt"])
        case "enum" | "literal_error":
            return said("should be {choices}", choices=one_of(str(context["expected"]).split(" or ")))
        case "string_pattern_mismatch":
            return said("String should match pattern '{pattern}'", pattern=context["pattern"])
    return _PLAIN.get(kind)
