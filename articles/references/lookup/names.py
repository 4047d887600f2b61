"""Names of authors as references print them: of people, and of organisations and groups."""

import re

_GROUP = re.compile(
    r"\b(?:academy|agency|alliance|assembly|association|authority|board|bureau|cancer|centers?|centres?|charity|clinic"
    r"|collaborat(?:ion|ive|ors?)|college|commission|committee|confederation|consortium|council|department|directorate"
    r"|executive|federation|forum|foundation|fund|government|group|health|hospitals?|house of|initiative|institutes?"
    r"|institution|international|investigators|league|ministry|national|network|office|organi[sz]ation|panel|partnership"
    r"|party|programme|program|project|register|registry|research|resuscitation|royal|service|services|society|study|team|trial"
    r"|trialists|trust|union|university|workgroup|working|world)\b",
    re.IGNORECASE,
)
_COUNTRY = re.compile(r"\b(?:UK|US|USA|EU|UN|NHS|WHO|NICE|GB)$")
_SUFFIX = r"(?:,?\s(?:J(?:n)?r|S(?:n)?r|2nd|3rd|4th|I{2,3}|IV)\.?)?"
_PARTICLES = (
    r"(?:(?:d[aeiu]|des|del|della|dell|dos|das|l[ae]|van|von|vom|zu[mr]?|t[eo]n|ter|den|der|el|al|bin|ibn|af|av|st|san"
    r"|[’']t)\s){0,4}"
)
_WORD = r"(?:[^\W\d_a-zß-ÿ]|[dlo]['’ʼ′]|[a-z]{1,3}(?=[A-Z]))[\w'’ʼ′`-]*"
# de Baere T, O’Author AB, Smith J.-P., van der Berg A 3rd; and as Harvard style parts it: Smith, and A.B. after it.
_PERSON = re.compile(rf"{_PARTICLES}(?:{_WORD}\s(?:y\s|e\s)?){{1,4}}(?:[^\W\d_a-zß-ÿ]\.?[\s-]?){{1,4}}{_SUFFIX}")
_FAMILY = re.compile(rf"{_PARTICLES}(?!et al){_WORD}(?<=\w\w)(?:\s{_WORD})?{_SUFFIX}")
_INITIALS = re.compile(r"(?:[^\W\d_a-zß-ÿ]\.?[\s-]?){1,5}(?:(?:Jr|Sr|II|III)\.?)?")
_ET_AL = re.compile(r"[,;]?\s*(?:\bet\.? al\b\.?|\band (?:others|colleagues)\b|…|\.\.\.)\s*$", re.I)
_EDITORS = re.compile(r"[,;]?\s*\(?\b(?:editors?|eds?\.?)\)?\s*$", re.I)
_BEHALF = re.compile(r"(?:and )?(?:for|on behalf of|the)\s", re.I)


def is_group(name: str) -> bool:
    """Whether a name is that of an organisation or group: `Cancer Research UK` and `Working Group A` are no people."""
    return bool(_GROUP.search(name) or _COUNTRY.search(name))


def is_person(name: str) -> bool:
    """Whether a name is that of a person, as `Mahnken AH` is."""
    return bool(_PERSON.fullmatch(name)) and not is_group(name)


def people_and_groups(printed: str) -> list[str]:
    """The names in a line of authors. What is no person goes on with what is none before it: the name of an
    organisation may hold commas, as `Department of Health, Social Services and Public Safety` does."""
    names: list[str] = []
    for part in re.split(r"[,;]\s*(?:and\s|&\s)?|\s&\s|(?<=[A-Z]\.)\s+and\s+", printed):
        name = part.strip().rstrip(".")
        before = names[-1] if names else ""
        if _INITIALS.fullmatch(name) and _FAMILY.fullmatch(before) and not is_group(before):
            names[-1] += " " + re.sub(r"[\s.]", "", name)  # Smith, J. A. of Harvard style
        elif name and before and not (is_person(name) or is_person(before) or _ET_AL.fullmatch(name)):
            names[-1] += f", {name}"
        elif name:
            names.append(name)
    return names


def are_names(text: str) -> bool:
    """Whether a text is names of authors and nothing else, in the style of Vancouver or Harvard."""
    shortened = _ET_AL.sub("", _EDITORS.sub("", text.strip().rstrip(".,;")))
    if len(shortened) > 5000 or not shortened:
        return False
    parts = [
        part.strip() for part in re.split(r"\s*[,;]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+", shortened) if part.strip()
    ]
    people, before = 0, ""
    for part in parts:
        is_initials = bool(before and _FAMILY.fullmatch(before) and _INITIALS.fullmatch(part))
        if is_person(part) or is_initials:
            people += 1
        elif not (_FAMILY.fullmatch(part) or _INITIALS.fullmatch(part) or _is_among(part)):
            return False
        before = part
    is_shortened = shortened != text.strip().rstrip(".,;")
    families = sum(bool(_FAMILY.fullmatch(part)) for part in parts)
    return people > 0 and (people * 2 >= len(parts) - families or is_shortened)


def _is_among(part: str) -> bool:
    """Whether a part of a list of people can be a group that wrote with them."""
    is_one = len(part) < 200 and not re.search(r"[.?!]\s", part)
    return is_one and bool(is_group(part) or _BEHALF.match(part))
