"""The health of a sensor in one line: go or no-go, and what to do."""

from __future__ import annotations

from heelraise.language import Words, message
from sensing.health import Finding, Health

_WHAT_TO_DO = {
    Finding.SILENT: message("it sends nothing; wake it or charge it"),
    Finding.RATE_LOW: message("it measures too slowly; restart it"),
    Finding.MANY_LOSSES: message("too much gets lost on the way; move closer to the computer"),
    Finding.BATTERY_EMPTY: message("its battery is empty; charge it"),
    Finding.NO_GRAVITY: message("its accelerometer does not show gravity; restart it, else use another"),
    Finding.GYR_STUCK: message("its gyroscope stands still; restart it"),
    Finding.LOOSE: message("it sits loosely; tighten the strap"),
    Finding.LOSSES: message("some samples get lost; move closer"),
    Finding.BATTERY_LOW: message("charge it soon"),
    Finding.NEVER_STILL: message("you did not stand still"),
    Finding.NO_LIFT: message("no lift of the heel was seen"),
    Finding.AXIS_UNCLEAR: message("it turned in several directions; tighten the strap"),
}


def health_line(health: Health, words: Words) -> str:
    """Say in one line whether a set may begin, and what stands against it."""
    found = [words(_WHAT_TO_DO[finding]) for finding in health.findings]
    measured = [words("{rate} Hz", rate=words.number(health.rate_hz, 0))]
    if health.loss > 0.0005:
        measured.append(words("{percent} % lost", percent=words.number(100.0 * health.loss)))
    if health.battery_percent is not None:
        measured.append(words("battery {percent} %", percent=health.battery_percent))
    if not health.go:
        return words("NOT READY: {what}", what="; ".join(found))
    said = words("Ready ({measured})", measured=", ".join(measured))
    return f"{said}: {'; '.join(found)}" if found else said
