namespace KronClip.Evaluation;

/// <summary>The look of pages: paper and ink, light or dark as the reader's system is, in one column that fits a telephone and a sheet of paper.</summary>
static class PageStyle
{
    public const string Sheet = """

        :root { --paper: #fcfbf8; --card: #ffffff; --ink: #1d1c1a; --soft: #625d54; --rule: #e2ddd2; --base: #41689e; --new: #c06f2b; --both: #2c7a57; --tint: #f3f0e8; color-scheme: light dark; }
        @media (prefers-color-scheme: dark) { :root { --paper: #15171a; --card: #1c1f23; --ink: #e9e7e2; --soft: #a29d93; --rule: #32363c; --base: #7ea4d9; --new: #e2a068; --both: #66c197; --tint: #22262b; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif; }
        main { max-width: 58rem; margin: 0 auto; padding: 3.5rem 1.5rem 4rem; }
        h1, h2, .verdict { font-family: Charter, "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "Noto Serif", "Liberation Serif", serif; font-weight: 600; letter-spacing: -0.01em; }
        h1 { font-size: clamp(1.8rem, 5vw, 2.6rem); line-height: 1.15; margin: 0 0 1rem; text-wrap: balance; }
        h2 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
        h3 { font-size: 1rem; margin: 0; }
        p { margin: 0 0 1rem; max-width: 44rem; }
        section { margin-top: 3.5rem; padding-top: 1.5rem; border-top: 1px solid var(--rule); }
        .eyebrow { color: var(--both); font-size: .8rem; font-weight: 700; letter-spacing: .12em; text-transform: uppercase; margin-bottom: .75rem; }
        .introduction { color: var(--soft); font-size: 1.1rem; }
        .verdict { font-size: clamp(1.25rem, 3.2vw, 1.6rem); line-height: 1.35; font-weight: 500; text-wrap: pretty; }
        .caution { color: var(--soft); font-size: .9rem; }
        .detail { color: var(--soft); font-weight: 400; font-size: .8rem; }
        .scroll { overflow-x: auto; margin: 2rem 0; }
        table { border-collapse: separate; border-spacing: 0; width: 100%; font-variant-numeric: tabular-nums; font-size: .95rem; }
        caption { text-align: left; color: var(--soft); font-size: .9rem; padding-bottom: .6rem; }
        caption span { display: inline-block; position: sticky; left: 0; max-width: min(44rem, calc(100vw - 2rem)); }
        th, td { text-align: right; padding: .5rem .75rem; border-bottom: 1px solid var(--rule); white-space: nowrap; vertical-align: bottom; }
        thead th { border-bottom: 2px solid var(--ink); font-size: .85rem; }
        thead th .detail { display: block; white-space: normal; font-size: .75rem; line-height: 1.3; min-width: 5.5rem; }
        th:first-child { text-align: left; padding-left: 0; position: sticky; left: 0; background: var(--paper); }
        th:last-child, td:last-child { padding-right: 0; }
        tbody th { font-weight: 500; }
        .spread { color: var(--soft); font-size: .8rem; }
        details { margin: 1rem 0; }
        summary { cursor: pointer; color: var(--soft); font-size: .9rem; }
        figure { margin: 0; }
        .chart { margin: 2.5rem 0; }
        .chart svg { display: block; overflow: visible; }
        .chart text { font-size: 12px; fill: var(--ink); font-variant-numeric: tabular-nums; }
        .chart .method { font-size: 13.5px; font-weight: 600; }
        .chart .kind, .chart .axis { fill: var(--soft); }
        .grid { stroke: var(--rule); stroke-width: 1; }
        .bar-base { fill: var(--base); } .bar-new { fill: var(--new); } .bar-h { fill: var(--both); }
        .spread-line { stroke: var(--ink); stroke-width: 1.5; }
        .chart .method { paint-order: stroke; stroke: var(--paper); stroke-width: 6px; }
        figcaption { color: var(--soft); font-size: .85rem; }
        .chart figcaption { margin-top: .75rem; max-width: 44rem; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: 1.25rem; margin-top: 1.5rem; }
        .card { background: var(--card); border: 1px solid var(--rule); border-radius: 6px; padding: 1.1rem; break-inside: avoid; }
        .subject { display: flex; gap: 1rem; align-items: center; margin-bottom: .5rem; }
        .subject img { width: 84px; height: 84px; object-fit: cover; border-radius: 4px; background: var(--tint); flex: none; }
        .subject h3 { overflow-wrap: anywhere; line-height: 1.3; }
        .subject .detail { display: block; }
        .who { font-size: .8rem; font-weight: 600; color: var(--soft); margin: .9rem 0 .3rem; }
        .answer ol { list-style: none; margin: 0; padding: 0; }
        .answer li { display: grid; grid-template-columns: 1fr auto; font-size: .9rem; padding: .15rem 0; column-gap: .75rem; }
        .guess { overflow-wrap: anywhere; } .sure { font-variant-numeric: tabular-nums; color: var(--soft); }
        .right .guess { font-weight: 600; color: var(--both); }
        .bar { grid-column: 1 / -1; height: 4px; border-radius: 2px; background: var(--tint); overflow: hidden; }
        .bar span { display: block; height: 100%; background: var(--soft); opacity: .55; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        .right .bar span { background: var(--both); opacity: 1; }
        .strip { margin-top: 1.75rem; }
        .strip h3 { margin-bottom: .6rem; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr)); gap: .9rem .75rem; }
        .tiles figure { break-inside: avoid; }
        .tiles img { width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: 4px; background: var(--tint); display: block; }
        .tiles figcaption { font-size: .72rem; line-height: 1.25; margin-top: .3rem; overflow-wrap: anywhere; }
        dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .45rem 1.5rem; margin: 0; font-size: .93rem; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
        code { font: .92em ui-monospace, "SF Mono", Consolas, "Liberation Mono", Menlo, monospace; }
        pre { background: var(--tint); border-radius: 5px; padding: .7rem .9rem; margin: .35rem 0 0; overflow-x: auto; font-size: .9rem; }
        .commands { list-style: none; padding: 0; margin: 0; display: grid; gap: 1.1rem; }
        .commands li { min-width: 0; }
        .warnings { margin-top: 1.5rem; font-size: .9rem; }
        footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: .85rem; }
        .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        @media (max-width: 34rem) { main { padding: 2rem 1rem 3rem; } .tiles { grid-template-columns: repeat(auto-fill, minmax(5rem, 1fr)); gap: .7rem .5rem; } dl { grid-template-columns: 1fr; gap: .1rem; } dd { margin-bottom: .6rem; } .kind { font-size: 11px; } th, td { padding: .45rem .5rem; } }
        @media print { :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --rule: #bbb; --base: #41689e; --new: #c06f2b; --both: #2c7a57; --tint: #eee; } main { max-width: none; padding: 0; } .chart rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } h2, h3, .chart { break-inside: avoid; break-after: avoid; } }

        """;
}
