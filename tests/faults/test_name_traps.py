"""Real people and places whose names are near to famous ones: not one of them may be touched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

DAY = date(2025, 9, 1)
TRAPS = (
    "Olena Zelenska, the first lady of Ukraine, opened the school.",
    "President Zelensky and his wife Zelenska thanked the Ukrainian army.",
    "The Ukrainian agronomist Volodymyr Zelenko spoke in Kyiv.",
    "The mathematician Yefim Zelmanov won a prize; US President Trump sent a letter.",
    "The US skier Kaylin Richardson met President Trump.",
    "Defense lawyer Hegarty told the US court that the Defense Secretary was not there.",
    "Peter Hegarty, an Irish priest, met US Defense Secretary Pete Hegseth.",
    "Besson, the French director, met US Treasury Secretary Scott Bessent.",
    "Justine Bateman and Bessette wrote to the US Treasury Secretary.",
    "Robert Rubin, a former US Treasury Secretary, praised Secretary of State Marco Rubio.",
    "Luis Rubiales resigned as US President Trump watched the game.",
    "Cyrus Vance was once US Secretary of State.",
    "Vans are sold in the United States, said Vice President JD Vance.",
    "Mertz, the drummer, wrote to German Chancellor Friedrich Merz.",
    "The German poet Mertens met Chancellor Merz in Berlin.",
    "Fred Mertz was a figure in a US comedy.",
    "The actor Scott Stammers met British Prime Minister Starmer.",
    "The oceanographer Detlef Stammer teaches in Germany.",
    "Naomi Takahashi told the Japanese prime minister so.",
    "Japanese Prime Minister Sanae Takaichi met coach Takeuchi.",
    "The Israeli city of Netanya welcomed Prime Minister Netanyahu.",
    "Israeli Prime Minister Benjamin Netanjahu, as some spell him, left.",
    "Yonatan Netanyahu, brother of the Israeli prime minister, died in Entebbe.",
    "Sara Netanyahu, wife of Israeli Prime Minister Benjamin Netanyahu, left.",
    "Maria Callas sang; EU foreign policy chief Kaja Kallas listened.",
    "The urban planner Urban wrote to Hungarian Prime Minister Viktor Orbán.",
    "Keith Urban sang for Hungarian Prime Minister Viktor Orbán.",
    "Vladimir Potanin, a Russian businessman, met President Putin.",
    "Lyudmila Putina was married to Russian President Vladimir Putin.",
    "Brigitte Macron stood beside French President Emmanuel Macron.",
    "Micron, the US chip maker, wrote to French President Macron.",
    "The Macarons were served to French President Macron.",
    "Ivanka Trump and Melania Trump met US President Donald Trump.",
    "Trumpism is not dead in the United States, said President Trump.",
    "Judd Trump, the British snooker player, won again.",
    "The Tramps played for the US president.",
    "Hunter Biden, son of former US President Joe Biden, spoke.",
    "Bidens and Trumps met in the United States.",
    "Benny Ganz met Israeli Defense Minister Israel Katz.",
    "Bruno Ganz, the Swiss actor, spoke of President Karin Keller-Sutter.",
    "Russian singer Lavrova met Foreign Minister Sergey Lavrov.",
    "The Russian poet Lavrinovich met Foreign Minister Lavrov.",
    "Yekaterina Lavrova wrote to the Russian foreign minister.",
    "Mikhail Shishkin wrote to Russian Prime Minister Mishustin.",
    "Belarusian athlete Krystsina Tsimanouskaya fled from President Lukashenko.",
    "Viktor Lukashenko, son of Belarusian President Alexander Lukashenko, came.",
    "Polish Prime Minister Donald Tusk met the painter Tuschk.",
    "The Polish author Olga Tokarczuk met President Nawrocki.",
    "President Tokayev of Kazakhstan met the writer Tokarev.",
    "The Kazakh boxer Golovkin met President Tokayev.",
    "Turkish author Erdogdu wrote to President Erdogan.",
    "Bilal Erdogan, son of the Turkish president, spoke.",
    "The Mexican chemist Sheinberg met President Claudia Sheinbaum.",
    "Mexican President Claudia Sheinbaum met the director Michel Franco.",
    "Indian singer Modhi met Prime Minister Narendra Modi.",
    "Lalit Modi wrote to the Indian prime minister.",
    "The Brazilian dancer Lulu met President Lula.",
    "Flávio Bolsonaro, son of former Brazilian President Jair Bolsonaro, spoke.",
    "Argentine footballer Milito met President Javier Milei.",
    "The Argentine Karina Milei advised the president.",
    "Canadian singer Carly Rae Jepsen met Prime Minister Mark Carney.",
    "Art Carney was a US actor.",
    "Italian swimmer Filippo Melloni met Prime Minister Giorgia Meloni.",
    "Carlos Meloni met Italian Prime Minister Giorgia Meloni.",
    "NATO Secretary General Mark Rutte met the skater Ruttgers.",
    "Norwegian cyclist Stoltenborg met Finance Minister Jens Stoltenberg's aide.",
    "UN chief António Guterres met the poet Gutierrez.",
    "Spanish actress Sanchis met Prime Minister Pedro Sánchez.",
    "Egyptian writer Sissi met President Abdel Fattah el-Sisi.",
    "Syrian merchant Sharaf met President Ahmed al-Sharaa.",
    "Iranian poet Pezeshki met President Masoud Pezeshkian.",
    "Chinese scholar Xi Jiping-Wang met President Xi Jinping.",
    "Former Ukrainian President Poroschenko-Haus is a hotel.",
    "Deputy Defense Secretary Hegses does not exist in the United States.",
    "Hegses Corporation told the United States that the Defense Secretary was wrong.",
)


@pytest.mark.parametrize("text", TRAPS)
def test_is_left_alone(mend: Callable[..., str], text: str) -> None:
    assert mend(text, DAY) == text


def test_likeness_alone_changes_nothing(mend: Callable[..., str]) -> None:
    for text in ("Hegses came home.", "A man called Zerenski sold bread.", "Voldymir is a baker."):
        assert mend(text, DAY) == text
