namespace KronClip.Evaluation;

/// <summary>What a benchmark's page has beside the look of all pages.</summary>
static class BenchmarkStyle
{
    public const string Sheet = """
        .interval { display: block; color: var(--soft); font-size: .75rem; }
        .partial { color: var(--new); font-weight: 600; }
        .met { color: var(--both); } .missed { color: var(--new); }
        td.words { white-space: normal; text-align: left; min-width: 16rem; font-size: .85rem; }
        td.name, th.name { text-align: left; }
        tbody th, tbody td { vertical-align: top; }
        .sources { font-size: .85rem; color: var(--soft); overflow-wrap: anywhere; }
        .sources li { margin-bottom: .35rem; }

        """;
}
