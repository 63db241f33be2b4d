"""The look of the figure.

One style sheet over variables, light by default, dark where the page says so.
"""

from __future__ import annotations

from l2kg.drawing.text import STYLES, Style

__all__ = ["CSS", "DARK"]

_FAMILIES = {
    "sans": "var(--l2-sans)",
    "bold": "var(--l2-sans)",
    "serif": "var(--l2-serif)",
}
_WEIGHTS = {"sans": 400, "bold": 650, "serif": 600}


def _text_rule(style: Style) -> str:
    """Write the rule of a text style, so that what is drawn is what was measured."""
    font = f"{_WEIGHTS[style.face]} {style.size}px {_FAMILIES[style.face]}"
    spacing = f";letter-spacing:{style.spacing}em" if style.spacing else ""
    return f".l2fig .{style.css}{{font:{font}{spacing}}}\n"


_BASE = """
.l2fig{--l2-sans:Inter,"Inter Variable",system-ui,"Helvetica Neue",Arial,sans-serif;
 --l2-serif:"Source Serif 4","Source Serif 4 Variable","Source Serif",Georgia,serif;
 --paper:var(--l2-paper,#fffdf8);--ink:var(--l2-ink,#1d2433);--mut:var(--l2-mut,#5b6270);\
--hair:var(--l2-hair,#e4dccb);
 --c0:var(--l2-a,#2f5d9b);--c1:var(--l2-b,#a8442f);--c2:var(--l2-c,#4d6b2f);\
--c3:var(--l2-d,#6f4a8e);--c4:var(--l2-e,#4a6572);
 --z0:var(--l2-za,#edf2f8);--z1:var(--l2-zb,#fbf1ec);--z2:var(--l2-zc,#f0f4e8);\
--z3:var(--l2-zd,#f4eff8);--z4:var(--l2-ze,#eef2f4);
 --help:var(--l2-help,#9a6100);--harm:var(--l2-harm,#8d1f4f);--plain:var(--l2-plain,#4b5363);
 --back:var(--l2-back,#1b756f);--trust:var(--l2-trust,#5a5fa8);--work:var(--l2-mut,#5b6270);
 --wood:var(--l2-wood,#efe4cf);--wood2:var(--l2-wood2,#d9c7a3);--card:var(--l2-card,#ffffff);
 display:block;width:100%;height:auto;background:var(--paper);font-synthesis:none}
.l2fig text{fill:var(--ink)}
"""
_TEXT = "".join(map(_text_rule, STYLES.values()))
_PLACES = "".join(
    f".l2fig .s{n}{{--h:var(--c{min(n, 4)});--z:var(--z{min(n, 4)})}}\n" for n in range(8)
)
_SHAPES = """
.l2fig .zone{fill:var(--z)}\
.l2fig .thr{fill:none;stroke:var(--h);opacity:.42;stroke-width:1.2;stroke-dasharray:1.5 5;\
stroke-linecap:round}
.l2fig text.cap{fill:var(--mut)}.l2fig text.gw{fill:var(--mut)}\
.l2fig text.gl,.l2fig text.capsg{fill:var(--h)}
.l2fig .rib{transition:opacity .18s}\
.l2fig .band{fill:none;stroke:color-mix(in srgb,var(--h) 34%,var(--paper));stroke-width:7.5}
.l2fig .opposes .band{stroke:color-mix(in srgb,var(--h) 14%,var(--paper))}
.l2fig .hatch{fill:none;stroke:color-mix(in srgb,var(--h) 74%,var(--paper));stroke-width:2.3}
.l2fig .undecided .band{stroke:color-mix(in srgb,var(--h) 70%,var(--paper));stroke-width:3;\
stroke-dasharray:.1 7;stroke-linecap:round}
.l2fig .node{cursor:pointer;outline:none}\
.l2fig .body{fill:var(--card);stroke:var(--hair);stroke-width:1}
.l2fig .chip .bar,.l2fig .decision .bar{fill:var(--h)}\
.l2fig .opposes .bar{fill:color-mix(in srgb,var(--h) 14%,var(--paper))}
.l2fig .undecided .bar{fill:none;stroke:var(--h);stroke-width:1.2}
.l2fig text.cs,.l2fig text.ps{fill:var(--mut)}
.l2fig .sign{fill:var(--h);stroke:var(--paper);stroke-width:2.5}
.l2fig .opposes .sign,.l2fig .undecided .sign{fill:var(--card);stroke:var(--h);stroke-width:1.8}
.l2fig .undecided .sign{stroke-dasharray:2.4 2.6}
.l2fig .chip text.sg{fill:var(--card)}.l2fig .chip.opposes text.sg{fill:var(--h)}\
.l2fig text.sg{fill:var(--h)}
.l2fig .card .body{stroke:var(--h);stroke-width:1.7}\
.l2fig .card.apart .body{stroke:var(--mut);stroke-width:1.4;stroke-dasharray:4 3.5}
.l2fig text.letter{fill:var(--h)}.l2fig .rule{stroke:var(--hair);stroke-width:1}
.l2fig .person .body,.l2fig .lying .body,.l2fig .part .body{fill:transparent;stroke:none}
.l2fig .person:hover .body,.l2fig .lying:hover .body,.l2fig .part:hover .body{fill:var(--help);\
fill-opacity:.1}
.l2fig .barrier .body,.l2fig .decision .body{fill:var(--card);fill-opacity:.55}\
.l2fig .brick{fill:var(--h);opacity:.75}
.l2fig .table .top{fill:var(--wood);stroke:var(--wood2)}\
.l2fig .table .inlay{fill:none;stroke:var(--wood2);opacity:.8}
.l2fig .stop{fill:none;stroke:var(--harm);stroke-width:1.7;stroke-linecap:round}
.l2fig text.st{fill:var(--mut)}.l2fig .blocked text.st,.l2fig .damaged text.st{fill:var(--harm)}
.l2fig .seat{fill:var(--paper);stroke:var(--wood2);stroke-width:1.4;stroke-dasharray:4 4}\
.l2fig text.empty{fill:var(--mut)}
.l2fig .case{fill:none;stroke:var(--paper);stroke-width:5.6;stroke-linecap:round}
.l2fig .help{--t:var(--help)}.l2fig .harm{--t:var(--harm)}.l2fig .plain{--t:var(--plain)}
.l2fig .back-channel{--t:var(--back)}.l2fig .trust{--t:var(--trust)}.l2fig .working{--t:var(--work)}
.l2fig .acting{--t:var(--ink)}
.l2fig .edge{transition:opacity .16s}\
.l2fig .line{fill:none;stroke:var(--t);stroke-width:2.7;stroke-linecap:round}
.l2fig .edge.harm .line{stroke-dasharray:7 6}.l2fig .edge.restraint .line{stroke-width:5}
.l2fig .edge .core{fill:none;stroke:var(--paper);stroke-width:2.2}
.l2fig .edge.unperformed .line,.l2fig .edge.unperformed .core{stroke-dasharray:14 9;\
stroke-linecap:butt}
.l2fig .ah{fill:var(--t)}\
.l2fig .ah.open{fill:var(--paper);stroke:var(--t);stroke-width:1.4;stroke-linejoin:round}
.l2fig .edge.asking .line{stroke-width:1.5;stroke-dasharray:1 4}\
.l2fig .dot{fill:var(--paper);stroke:var(--t);stroke-width:1.5}
.l2fig .pill .body{stroke:var(--t);stroke-width:1.5}.l2fig .num{fill:var(--t)}\
.l2fig text.nn{fill:var(--card)}
.l2fig .restraint .num{fill:var(--card);stroke:var(--t);stroke-width:2}\
.l2fig .restraint text.nn{fill:var(--t)}
.l2fig .pill.harm .body{stroke-dasharray:7 5}.l2fig .pill.unperformed .body{stroke-dasharray:14 9}\
.l2fig .pill.contested .body{stroke-dasharray:10 3 2 3}.l2fig text.np{fill:var(--t)}
.l2fig .edge.tie .line{stroke-width:2.3;stroke-dasharray:.1 6}\
.l2fig .edge.tie.trust .line{stroke-dasharray:5 4.5;stroke-width:1.7}
.l2fig .edge.tie.working .line{stroke-width:1.6;stroke-dasharray:.1 4}
.l2fig .edge.tie.acting .line{stroke-width:1.1;stroke-dasharray:none}
.l2fig .tie .body{stroke:var(--t);stroke-width:1.2}.l2fig text.hs{fill:var(--t)}
.l2fig .node:hover .body{stroke-width:2.2}
.l2fig.l2key{width:60px;height:16px;background:none;display:inline-block;vertical-align:middle}
"""
_STATES = """
.l2fig .node>*{transition:opacity .16s}
.l2fig.focus .node:not(.on)>:not(.body){opacity:.42}\
.l2fig.focus .node:not(.on) .body{stroke-opacity:.45}
.l2fig.focus .edge:not(.on){opacity:.13}.l2fig.focus .rib:not(.on){opacity:.1}\
.l2fig.focus .table>*{opacity:1!important}
.l2fig .node.sel .body{stroke:var(--help);stroke-width:2.6}\
.l2fig .chip.sel .body,.l2fig .card.sel .body{stroke:var(--h)}
.l2fig .person.sel .body,.l2fig .lying.sel .body,.l2fig .part.sel .body{fill:var(--help);\
fill-opacity:.16;stroke:none}
.l2fig .pill.sel .body{stroke:var(--t);stroke-width:3.4}\
.l2fig .pill.sel:not(.whole) .body{fill:var(--t)}
.l2fig .pill.sel:not(.whole) text.pt,.l2fig .pill.sel:not(.whole) text.ps{fill:var(--card)}
.l2fig .pill.sel:not(.whole) .num{fill:var(--card)}\
.l2fig .pill.sel:not(.whole) text.nn{fill:var(--t)}.l2fig .tie.sel .body{stroke:var(--t)}
.l2fig.focus .case{opacity:.25}
.l2fig .node:focus-visible .body,.l2fig .node:focus-visible .top{
 stroke:var(--l2-focus,#8a5700);stroke-width:3;stroke-opacity:1;paint-order:stroke}
.l2fig.focus .edge.move.on .line{stroke-width:3.6}
@media (forced-colors:active){.l2fig{forced-color-adjust:none}}
@media (prefers-reduced-motion:reduce){.l2fig *{transition:none!important;animation:none!important}}
"""

CSS = _BASE + _TEXT + _PLACES + _SHAPES + _STATES

DARK = (
    "--l2-paper:#14171d;--l2-ink:#e9e4d8;--l2-mut:#a9b0bd;--l2-hair:#333a46;--l2-card:#1d222b;"
    "--l2-a:#8db7ee;--l2-b:#f0957c;--l2-c:#a9c97f;--l2-d:#c9a6e8;--l2-e:#a7c3d1;"
    "--l2-za:#18212d;--l2-zb:#261b1a;--l2-zc:#1b2119;--l2-zd:#201b28;--l2-ze:#192024;"
    "--l2-help:#e0a23c;--l2-harm:#e883ae;--l2-plain:#b6bdc9;--l2-back:#5cc2b8;--l2-trust:#a9aef0;"
    "--l2-wood:#2c2619;--l2-wood2:#55482c;--l2-focus:#e0a23c;"
)
