"""In which language prose is written, told by the small words of the language and by its letters.

Function words make up a third of running text in every European language, and hardly any of them is shared: counting
them tells the language of two sentences (the oldest method of language identification; see Ingle 1978, Grefenstette
1995). Words that two of the languages share ("in", "die", "a") are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

ENGLISH = "English"
CODE = "code"
NONSENSE = "no known language"

_WORDS = {
    ENGLISH: """the of and is are be with for that this which from must shall should can each every it its has have had
        when if not by any all or than their they to at may only been more one other who what where how would could your
        we you our after before between does into such these those there also use used using on was will as an but""",
    "German": """der die das und ist sind ein eine einen einem einer eines mit für nicht von zu den dem des auf wird
        werden kann können muss müssen soll sollen oder auch bei nach aus über jede jeder jedes ihre ihrer seine als wenn
        sowie durch hat haben im zum zur sich nur wurde dass""",
    "French": """le la les des une est sont et avec pour dans qui que par sur doit doivent peut peuvent chaque aux du ou
        ne pas leur leurs cette ces être avoir son sa ses plusieurs lorsque chacun tous toutes ainsi après""",
    "Spanish": """el los las una y es son con para por que del se debe deben puede pueden cada al su sus como más tiene
        tienen cuando si esta este estos será también donde entre sobre hasta desde o""",
    "Portuguese": """os uma e é são com para por que do da dos das se deve devem pode podem cada ao à seu sua seus suas
        como mais tem têm quando não este esta também ou pelo pela ser""",
    "Italian": """il lo gli una è sono con per che di della dei delle del deve devono può possono ogni nel nella ai al
        non come più ha hanno quando questo questa anche o dal alla suo sua tra""",
    "Dutch": """de het een en is zijn met voor niet van te dat die wordt worden kan kunnen moet moeten of ook bij na uit
        over elke ieder hun als wanneer door heeft hebben alleen deze naar""",
    "Polish": """i w z na do jest są nie się że dla przez oraz może mogą musi każdy każda jego ich lub po od jak który
        która które być ma mają gdy tylko""",
    "Swedish": """och är att en ett som med för inte av den det till kan ska måste varje eller också vid efter från över
        deras när har bara flera denna""",
    "Danish or Norwegian": """og er at en et som med for ikke av af den det til kan skal må hver eller også ved etter
        efter fra over deres når har kun flere denne""",
    "Turkish": """ve bir bu ile için olarak olan her veya da de kadar gibi daha sonra en çok olmalıdır tarafından""",
    "Czech": """je jsou s pro na se že z do který která které musí může každý nebo jako po od má mají být""",
    "Indonesian": """yang dan di untuk dengan dari pada dapat adalah ini itu harus setiap atau oleh ke tidak akan""",
}
_SCRIPTS = (
    ("Greek", "Ͱ", "Ͽ"),
    ("a language in Cyrillic letters", "Ѐ", "ӿ"),
    ("Hebrew", "֐", "׿"),
    ("a language in Arabic letters", "؀", "ۿ"),
    ("a language of India", "ऀ", "෿"),
    ("Thai", "฀", "๿"),
    ("Japanese", "぀", "ヿ"),
    ("Chinese", "一", "鿿"),
    ("Korean", "가", "힯"),
)
_SPEAKS: dict[str, tuple[str, ...]] = {}
for _name, _words in _WORDS.items():
    for _word in _words.split():
        _SPEAKS[_word] = (*_SPEAKS.get(_word, ()), _name)
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile(r"[{}()\[\];=<>$\\|&@#*+]|::|->|\.\w+\(")
_CODE_SHARE = 0.06  # marks of code per character; prose with brackets has a fifth of that
_RUNNING = 6  # words from which on a statement is running text, and not a name or a label
_FEW = 3
_ENOUGH = 60  # words of running text that hardly hold no English word by chance
_LITTLE = 0.05
_SURE_WORDS = 8
_SURE_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Reading:
    """A language (or CODE, NONSENSE), the number of words, and the share of English function words among them."""

    language: str
    words: int
    english: float

    @property
    def is_english(self) -> bool:
        """Whether the text is English beyond doubt, and not only too little to tell."""
        return self.language == ENGLISH and self.words >= _SURE_WORDS and self.english >= _SURE_SHARE


def detect(texts: Iterable[str]) -> Reading:
    """The language of the texts taken together; English where there is too little to tell.

    Texts of a few words (names, labels, cells) hardly count: they hold no function words in any language.
    """
    small: Counter[str] = Counter()
    scripts: Counter[str] = Counter()
    words = 0
    running: list[tuple[str, int]] = []
    for text in texts:
        found = [w.lower() for w in _WORD.findall(text)]
        small.update(w for w in found if w in _SPEAKS)
        words += len(found)
        if not text.isascii():
            scripts.update(_scripts(text))
        if len(found) >= _RUNNING:
            running.append((text, len(found)))
    counts = _by_language(small)
    english = counts.pop(ENGLISH, 0)
    language = _other_script(scripts, words) or _other_words(counts, english, words) or _no_sentences(running, english)
    return Reading(language or ENGLISH, words, english / max(words, 1))


def _by_language(small: Counter[str]) -> Counter[str]:
    """How many small words of each language there are; of another than English at least three different ones."""
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for word, number in small.items():
        for name in _SPEAKS[word]:
            counts[name] += number
            kinds[name] += 1
    return Counter({name: n for name, n in counts.items() if kinds[name] >= _FEW or name == ENGLISH})


def _other_script(scripts: Counter[str], words: int) -> str:
    """The language of other letters than Latin ones; "" where most words are in those."""
    script, letters = max(scripts.items(), key=lambda s: s[1], default=("", 0))
    if letters <= 3 * words:  # letters of one script against words of all: Chinese puts no spaces between words
        return ""
    return "Japanese" if scripts["Japanese"] > 0 and script == "Chinese" else script


def _other_words(counts: Counter[str], english: int, words: int) -> str:
    """The language of most small words, where they are well more than the English ones; "" else."""
    other, number = max(counts.items(), key=lambda c: c[1], default=("", 0))
    return other if number > 2 * english and number > _LITTLE * words else ""


def _no_sentences(running: list[tuple[str, int]], english: int) -> str:
    """What running text is that is no sentences: CODE or NONSENSE; "" where it is too short to tell, or English."""
    words = sum(number for _, number in running)
    if words < _ENOUGH:
        return ""
    if 2 * sum(number for text, number in running if _looks_like_code(text)) > words:
        return CODE
    return NONSENSE if english < _LITTLE * words else ""


def _scripts(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for letter in text:
        if letter > "ʯ":
            found.update(name for name, first, last in _SCRIPTS if first <= letter <= last)
    return found


def _looks_like_code(text: str) -> bool:
    return len(_MARKS.findall(text)) > _CODE_SHARE * len(text)
