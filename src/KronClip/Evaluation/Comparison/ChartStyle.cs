namespace KronClip.Evaluation;

/// <summary>The look of the plot: eight colours that can be told apart on light and on dark ground, names beside the lines or, on a narrow screen, below them.</summary>
static class ChartStyle
{
    public const string Sheet = """
        :root { --c0: #1f6fb2; --c1: #c4561a; --c2: #2c7a57; --c3: #a0307a; --c4: #7a5c00; --c5: #6a4fc2; --c6: #0b7f8c; --c7: #b3243b; }
        @media (prefers-color-scheme: dark) { :root { --c0: #6fb1ec; --c1: #f0935a; --c2: #66c197; --c3: #e07dbd; --c4: #d5b44c; --c5: #a894f0; --c6: #53c3cf; --c7: #f0808f; } }
        .c0 { --own: var(--c0); } .c1 { --own: var(--c1); } .c2 { --own: var(--c2); } .c3 { --own: var(--c3); } .c4 { --own: var(--c4); } .c5 { --own: var(--c5); } .c6 { --own: var(--c6); } .c7 { --own: var(--c7); }
        .series.still { --own: var(--soft); }
        .plot { display: flex; gap: .75rem; }
        .plot > svg { flex: 1 1 auto; min-width: 0; }
        .run { stroke: var(--own); stroke-width: 2; }
        .still .run { stroke-dasharray: 6 4; }
        .whisker { stroke: var(--own); stroke-width: 1.5; opacity: .55; }
        .mark { fill: var(--own); stroke: var(--paper); stroke-width: 1; }
        .tick { stroke: var(--soft); stroke-width: 1; }
        .guessing { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 1 4; stroke-linecap: round; }
        .ends { flex: 0 0 auto; width: 13rem; position: relative; list-style: none; margin: 0; padding: 0; font-size: .82rem; line-height: 20px; }
        .ends li { position: absolute; left: 0; right: 0; margin-top: -10px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
        .ends svg { display: inline-block; vertical-align: middle; margin-right: .4rem; }
        .ends .value { font-variant-numeric: tabular-nums; font-weight: 600; margin-right: .4rem; }
        .figures thead th .detail { min-width: 0; }
        @media (max-width: 46rem) { .plot { display: block; } .ends { width: auto; display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin-top: .6rem; } .ends li { position: static; margin: 0; white-space: normal; } }
        @media print { :root { --c0: #1f6fb2; --c1: #c4561a; --c2: #2c7a57; --c3: #a0307a; --c4: #7a5c00; --c5: #6a4fc2; --c6: #0b7f8c; --c7: #b3243b; } }

        """;
}
