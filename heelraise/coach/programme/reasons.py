"""What is wrong with a value of a programme file: pydantic's finding as a sentence of ours."""

from __future__ import annotations

from pydantic_core import ErrorDetails

from sensing.said import Said, one_of, said, said_by


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
        case "extra_forbidden":
            return said("no such key here; check the spelling")
        case "missing":
            return said("is missing here")
        case "greater_than_equal":
            return said("should be greater than or equal to {least:g}", least=context["ge"])
        case "less_than_equal":
            return said("should be less than or equal to {most:g}", most=context["le"])
        case "greater_than":
            return said("should be greater than {limit:g}", limit=context["gt"])
        case "int_type":
            return said("should be a valid integer")
        case "float_type":
            return said("should be a valid number")
        case "finite_number":
            return said("should be a finite number")
        case "string_type":
            return said("should be a valid string")
        case "bool_type":
            return said("should be a valid boolean")
        case "tuple_type":
            return said("should be a valid tuple")
        case "dict_type":
            return said("should be a valid dictionary")
        case "enum" | "literal_error":
            return said("should be {choices}", choices=one_of(str(context["expected"]).split(" or ")))
        case "string_pattern_mismatch":
            return said("String should match pattern '{pattern}'", pattern=context["pattern"])
    return None
