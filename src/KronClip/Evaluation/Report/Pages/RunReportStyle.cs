namespace KronClip.Evaluation;

/// <summary>The look of a run's report: that of every page, and what its drawings, matrix and marks need beside it, on a screen and on paper.</summary>
static class RunReportStyle
{
    public const string Sheet = PageStyle.Sheet + Own + Paper;

    const string Own = """
        :root { --bad: #a3262f; } @media (prefers-color-scheme: dark) { :root { --bad: #f0808f; } }
        :root:lang(ja) body { font-family: "Hiragino Sans", "Hiragino Kaku Gothic ProN", "BIZ UDPGothic", "Yu Gothic UI", Meiryo, "Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", system-ui, sans-serif; line-break: strict; word-break: auto-phrase; }
        :lang(ja) h1, :lang(ja) h2, :lang(ja) .verdict { letter-spacing: 0; font-family: inherit; }
        :lang(ja) .verdict { font-size: clamp(1.1rem, 2.8vw, 1.3rem); line-height: 1.65; }
        :lang(ja) thead th { white-space: normal; min-width: 4.5rem; }
        h1, h2 { overflow-wrap: anywhere; }
        a { color: inherit; }
        .mark { font-weight: 700; } .met { color: var(--both); } .missed { color: var(--bad); }
        p.mark { border: 2px solid currentColor; border-radius: 6px; padding: .6rem 1rem; display: inline-block; }
        .after { margin-top: 1.25rem; }
        .contents { margin-top: 2.5rem; font-size: .9rem; }
        .contents ul { list-style: none; margin: 0; padding: 0; columns: 15rem auto; column-gap: 2rem; } .contents li { padding: .2rem 0; }
        .own th, .own td { font-weight: 700; background: var(--tint); } .own .spread { font-weight: 400; }
        td .spread { display: block; } .spread { white-space: nowrap; } tbody th, tbody td { vertical-align: baseline; }
        .tiles .detail { font-size: inherit; }
        .prose td .spread { display: inline; }
        thead th { white-space: normal; } thead th .detail { min-width: 0; display: inline; }
        .names th:first-child, .confusion tbody th { white-space: normal; overflow-wrap: anywhere; min-width: 7rem; max-width: 16rem; }
        .names td { white-space: normal; overflow-wrap: anywhere; min-width: 4.5rem; }
        .prose td { text-align: left; white-space: normal; vertical-align: top; min-width: 9rem; } .prose th { vertical-align: top; } .prose thead th { text-align: left; }
        .lines { list-style: none; margin: 0; padding: 0; }
        .confusion table { width: auto; font-size: .85rem; }
        .confusion td { text-align: center; padding: .3rem .45rem; min-width: 2.1rem; vertical-align: middle; border-right: 1px solid var(--rule); }
        .confusion td:last-child { padding-right: .45rem; }
        .confusion .right { outline: 2px solid var(--both); outline-offset: -2px; font-weight: 700; }
        .confusion .nought { color: var(--soft); font-weight: 400; }
        .confusion thead th { padding: .3rem; vertical-align: bottom; text-align: center; min-width: 0; } .confusion thead th:first-child { white-space: nowrap; font-weight: 400; color: var(--soft); text-align: left; }
        .upright { writing-mode: vertical-rl; display: inline-block; max-height: 11rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; line-height: 1.3; }
        :lang(en) .upright { transform: rotate(180deg); }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1.5rem 2.5rem; } .pair h3 { margin-bottom: .5rem; }
        .chart .value { font-size: 12px; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
        .chart .other { font-weight: 500; }
        .name { unicode-bidi: isolate; }
        .guessing { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 1 4; stroke-linecap: round; }
        .diagonal { stroke: var(--ink); stroke-width: 1.25; stroke-dasharray: 5 4; } .pale { opacity: .4; }
        .coverage, .precision { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; } .coverage { stroke: var(--base); } .precision { stroke: var(--new); stroke-dasharray: 7 4; }
        .suggested { stroke: var(--ink); stroke-width: 1.25; stroke-dasharray: 2 3; }
        .key { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; margin: .75rem 0 0; padding: 0; font-size: .85rem; color: var(--soft); } .chart .key svg { display: inline-block; vertical-align: middle; margin-right: .5rem; }
        .curve { stroke: var(--both); stroke-width: 2; } .curve.guess { stroke-dasharray: 5 4; } .spread-line.guess { stroke-dasharray: 2 3; }
        .dot { fill: var(--both); } .hollow { fill: var(--paper); stroke: var(--both); stroke-width: 2; }
        .gone { background: var(--tint); color: var(--soft); aspect-ratio: 1; border-radius: 4px; margin: 0; padding: .6rem; font-size: .72rem; line-height: 1.35; display: flex; align-items: center; }
        @media (max-width: 34rem) { .upright { max-height: 8rem; } .contents ul { columns: auto; } }

        """;

    /// <summary>On paper: no table is cut at its side, no row or drawing by a page's end, headings stay with what follows, folded tables are open, and what can only be clicked is left out.</summary>
    const string Paper = """
        @page { margin: 16mm 14mm; }
        @media print {
          :root { --bad: #a3262f; color-scheme: light; }
          body { font-size: 10.5pt; } section { margin-top: 2rem; padding-top: 1rem; } .contents { display: none; }
          .scroll { overflow: visible; margin: 1rem 0; } table { font-size: 9pt; } caption span, th:first-child { position: static; max-width: none; }
          thead { display: table-header-group; } tr, .tiles figure, figure.chart, .pair > div, dt, dd { break-inside: avoid; } .scroll:not(.names) { break-inside: avoid; } caption, dt { break-after: avoid; }
          .confusion table { font-size: 7.5pt; } .confusion td { padding: .15rem .2rem; min-width: 1.4rem; } .confusion tbody th { min-width: 4rem; }
          .confusion td, .bar-base, .bar-new, .own th, .own td, .gone { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          details::details-content { content-visibility: visible; height: auto; display: block; } summary { display: none; }
          p { orphans: 3; widows: 3; }
        }

        """;
}
