"""Countries whose names are written in Latin letters at home, so that each name has one right spelling."""

from __future__ import annotations

from pipeline.text.words import word_set

LATIN_SCRIPT = word_set(
    "US CA MX GT HN SV NI CR PA CU DO HT JM TT BB BS BZ CO VE EC PE BO CL AR UY PY BR GY SR GB IE FR BE NL LU "
    "DE AT CH LI IT ES PT AD MC SM VA MT DK NO SE FI IS FO GL EE LV LT PL CZ SK HU RO MD HR SI BA AL XK TR AZ "
    "AU NZ FJ PG SB VU WS TO PH ID MY SG VN TL BN NG GH LR SL GM KE UG RW BI ZA NA BW ZM ZW MW MZ AO SN ML BF "
    "CI BJ TG NE CM GA CG CD CF GN GW CV ST SZ LS MG MU SC SS TZ"
)
