"""The words of the terminal, in English and Danish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language of the terminal."""

    ENGLISH = "en"
    DANISH = "da"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; `decimal` is its decimal sign, names in braces are filled in."""

    language: Language
    decimal: str
    free: str
    own_tempo: str
    prescribed: str
    recorded: str
    connecting: str
    connected: str
    battery: str
    recording_to: str
    how_to_end: str
    rep: str
    good: str
    unsure: str
    too_fast: str
    near_limit: str
    poor_signal: str
    warning: str
    attempt: str
    link_lost: str
    link_back: str
    interrupted: str
    no_reps: str
    set_title: str
    number: str
    up: str
    hold: str
    down: str
    range: str
    remark: str
    total: str
    one_rep: str
    many_reps: str
    none_too_fast: str
    some_too_fast: str
    tension: str
    tension_of: str
    slower: str
    attempts: str
    gaps: str
    note: str
    kept: str
    uploaded: str
    waiting: str
    upload_off: str
    sent_first_time: str
    synced: str
    consent_on: str
    consent_off: str
    erase_ask: str
    erased: str
    erase_elsewhere: str
    demo_intro: str
    demo_stored: str
    demo_open: str
    look_as_clinic: str
    look_as_table: str


_ENGLISH = Words(
    language=Language.ENGLISH,
    decimal=".",
    free="free",
    own_tempo="own tempo",
    prescribed="Prescribed: up {up}, hold {hold}, down {down}",
    recorded="{duration} s, {rate} Hz, {placement}",
    connecting="Looking for the sensor …",
    connected="Connected to {name}",
    battery="battery {percent} %",
    recording_to="Recording to {folder}",
    how_to_end="Begin when you are ready. Ctrl-C ends the session; nothing is lost.",
    rep="up {up}  hold {hold}  down {down} s",
    good="good",
    unsure="not sure: {what}",
    too_fast="TOO FAST",
    near_limit="perhaps too fast down",
    poor_signal="the signal was poor",
    warning="lower it slowly!",
    attempt="a small lift, not counted",
    link_lost="Lost the sensor, looking for it … stay close to the computer",
    link_back="The sensor is back",
    interrupted="Ended by you.",
    no_reps="No repetitions were seen.",
    set_title="Set {index}",
    number="No.",
    up="Up s",
    hold="Hold s",
    down="Down s",
    range="Range",
    remark="Remark",
    total="{reps}, {too_fast}.",
    one_rep="1 repetition",
    many_reps="{reps} repetitions",
    none_too_fast="none too fast",
    some_too_fast="{count} too fast",
    tension="Time under tension: {done} s.",
    tension_of="Time under tension: {done} s, of which {delivered} count towards the "
    "{prescribed} s prescribed.",
    slower="Set {index}: a little slower.",
    attempts="Small lifts, not counted: {count}.",
    gaps="Samples missing at {spans} s.",
    note="Note: {note}.",
    kept="Session kept on this computer.",
    uploaded="Summary uploaded to {server}.",
    waiting="Not uploaded: {why}. It waits in the outbox; 'heelraise sync' sends it.",
    upload_off="Nothing was sent: uploading is off ('heelraise consent' switches it on).",
    sent_first_time="This is all that is sent, shown because it is the first time:",
    synced="{sent} sent, {waiting} waiting.",
    consent_on="Uploading is on: summaries go to {server} under the name {pseudonym}, no raw data.",
    consent_off="Uploading is off; nothing is sent.",
    erase_ask="Erase from {folder}: sessions: {sessions}, raw recordings: {recordings}. "
    "There is no way back. Go on?",
    erased="Erased: sessions: {sessions}, raw recordings: {recordings}.",
    erase_elsewhere="Sent before, and still there: ask the clinic to erase it too ({servers}).",
    demo_intro="A made-up person with an emulated sensor, {speed} times as fast as life.\n"
    "Made-up data only. They go to a server that this program runs on this computer:\n{server}",
    demo_stored="The server has it: {reps} repetitions, {too_fast} too fast,\nsession {id}.",
    demo_open="Look at it in a browser (the link works once); Ctrl-C ends the server: {link}",
    look_as_clinic="See it in a browser, as the clinic does:",
    look_as_table="Find the repetitions in the recording once more:",
)

_DANISH = Words(
    language=Language.DANISH,
    decimal=",",
    free="frit",
    own_tempo="eget tempo",
    prescribed="Ordineret: op {up}, hold {hold}, ned {down}",
    recorded="{duration} s, {rate} Hz, {placement}",
    connecting="Leder efter sensoren …",
    connected="Forbundet med {name}",
    battery="batteri {percent} %",
    recording_to="Optager til {folder}",
    how_to_end="Begynd, når du er klar. Ctrl-C slutter; intet går tabt.",
    rep="op {up}  hold {hold}  ned {down} s",
    good="godt",
    unsure="usikkert: {what}",
    too_fast="FOR HURTIGT",
    near_limit="måske for hurtigt ned",
    poor_signal="signalet var dårligt",
    warning="langsommere ned!",
    attempt="et lille løft, ikke talt med",
    link_lost="Mistede sensoren, leder efter den … bliv tæt på computeren",
    link_back="Sensoren er tilbage",
    interrupted="Afsluttet af dig.",
    no_reps="Der blev ikke set nogen gentagelser.",
    set_title="Sæt {index}",
    number="Nr.",
    up="Op s",
    hold="Hold s",
    down="Ned s",
    range="Udslag",
    remark="Bemærkning",
    total="{reps}, {too_fast}.",
    one_rep="1 gentagelse",
    many_reps="{reps} gentagelser",
    none_too_fast="ingen for hurtige",
    some_too_fast="{count} for hurtige",
    tension="Tid under belastning: {done} s.",
    tension_of="Tid under belastning: {done} s, hvoraf {delivered} tæller med i de "
    "ordinerede {prescribed} s.",
    slower="Sæt {index}: lidt langsommere.",
    attempts="Små løft, ikke talt med: {count}.",
    gaps="Der mangler målinger ved {spans} s.",
    note="Bemærk: {note}.",
    kept="Træningen er gemt på denne computer.",
    uploaded="Resumé sendt til {server}.",
    waiting="Ikke sendt: {why}. Det venter i udbakken; 'heelraise sync' sender det.",
    upload_off="Intet er sendt: afsendelse er slået fra ('heelraise consent' slår den til).",
    sent_first_time="Dette er alt, hvad der sendes; det vises, fordi det er første gang:",
    synced="{sent} sendt, {waiting} venter.",
    consent_on="Afsendelse er slået til: resuméer går til {server} under navnet {pseudonym}, ingen rådata.",
    consent_off="Afsendelse er slået fra; intet sendes.",
    erase_ask="Slet fra {folder}: træninger: {sessions}, rå optagelser: {recordings}. "
    "Det kan ikke fortrydes. Fortsæt?",
    erased="Slettet: træninger: {sessions}, rå optagelser: {recordings}.",
    erase_elsewhere="Sendt tidligere og findes stadig dér: bed klinikken om også at slette det ({servers}).",
    demo_intro="En opdigtet person med en efterlignet sensor, {speed} gange så hurtigt som i virkeligheden.\n"
    "Kun opdigtede data. De sendes til en server, som programmet kører på denne computer:\n{server}",
    demo_stored="Serveren har den: {reps} gentagelser, {too_fast} for hurtige,\ntræning {id}.",
    demo_open="Se den i en browser (linket virker én gang); Ctrl-C stopper serveren: {link}",
    look_as_clinic="Se den i en browser, som klinikken gør:",
    look_as_table="Find gentagelserne i optagelsen en gang til:",
)

WORDS: Mapping[Language, Words] = {Language.ENGLISH: _ENGLISH, Language.DANISH: _DANISH}
"""The words by language."""


def language_of(environment: Mapping[str, str], system: str | None = None) -> Language:
    """Return the language that the system is set to: Danish or, for all others, English.

    Parameters
    ----------
    environment : mapping
        Environment variables; ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` count, in this order.
    system : str or None
        Name of the system's locale, for systems that do not use these variables.
    """
    names = (environment.get("LC_ALL"), environment.get("LC_MESSAGES"), environment.get("LANG"), system)
    chosen = next((name for name in names if name), "")
    return Language.DANISH if chosen.lower().startswith(("da", "danish")) else Language.ENGLISH
