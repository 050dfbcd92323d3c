using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>One setting of the star.</summary>
/// <param name="Id">Unique among all settings; the centre has one id in all axes.</param>
/// <param name="Label">The setting within its axis.</param>
/// <param name="Title">The setting in a list of all.</param>
/// <param name="Choice">The method and its options.</param>
sealed record StudySetting(string Id, string Label, string Title, MethodChoice Choice)
{
    public const string CentreId = "ck-coop";

    /// <summary>Whether it is the centre of the star.</summary>
    public bool IsDefault { get; init; }
}

/// <summary>An axis with its settings.</summary>
/// <param name="Name">Name on the command line and in the report.</param>
/// <param name="Title">Name for a person.</param>
/// <param name="Settings">Its settings.</param>
sealed record StudyLine(string Name, string Title, IReadOnlyList<StudySetting> Settings);

/// <summary>The star: each axis changes one option of CK-CoOp, and the default is a setting of every axis.</summary>
static class StudyAxes
{
    static readonly CkCoOpOptions Default = new();

    /// <summary>CoOp with as many context words as CK-CoOp's default, and as published. They stand beside every axis.</summary>
    public static IReadOnlyList<StudySetting> References { get; } =
        [.. new[] { 4, 16 }.Select(m => new StudySetting(Id("coop", "m", Number(m)), Number(m), $"CoOp (M = {Number(m)})", new MethodChoice("coop", new JsonObject { ["contextWords"] = m })))];

    /// <summary>The axes that are asked for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="width">d.</param>
    /// <param name="tableRows">Rows of E that a dictionary may use.</param>
    /// <exception cref="OptionsException">K exceeds the rows.</exception>
    public static IReadOnlyList<StudyLine> Of(StudyRequest request, int width, int tableRows) =>
        [.. Enum.GetValues<StudyAxisKind>().Where(request.Axes.Contains).Select(kind => kind switch
        {
            StudyAxisKind.K => new StudyLine(Name(kind), "K, dictionary entries", Sizes(request, width, tableRows)),
            StudyAxisKind.M => new StudyLine(Name(kind), "M, context words", Contexts(request)),
            StudyAxisKind.Factors => new StudyLine(Name(kind), "Shapes of the Kronecker factors", Shapes(request, width)),
            StudyAxisKind.Dictionary => new StudyLine(Name(kind), "Kind of dictionary", Dictionaries(request)),
            _ => new StudyLine(Name(kind), "Start of W", Starts(request)),
        })];

    static StudySetting[] Sizes(StudyRequest request, int width, int tableRows)
    {
        if (request.K?.FirstOrDefault(k => k > tableRows) is { } large and > 0)
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"k is {large}, but the vocabulary has only {tableRows} usable rows; give values up to that."));
        var values = request.K ?? [.. new[] { width / 8, width / 4, width / 2, 2 * width }.Where(k => k >= 1 && k <= tableRows)];
        return [.. values.Append(width).Distinct().Order().Select(k => Setting("K", "k", Number(k), k == width ? [] : new JsonObject { ["dictionarySize"] = k }))];
    }

    static StudySetting[] Contexts(StudyRequest request) =>
        [.. (request.M ?? [4, 8, 16]).Append(Default.ContextWords).Distinct().Order()
            .Select(m => Setting("M", "m", Number(m), m == Default.ContextWords ? [] : new JsonObject { ["contextWords"] = m }))];

    static StudySetting[] Shapes(StudyRequest request, int width)
    {
        var usual = CkCoOp.FactorShapes(Default, width);
        var others = request.Factors ?? FactorVariants.Of(width, width);
        return [.. others.Prepend(usual).DistinctBy(Text).Select(shapes => Setting("factors", "factors", Text(shapes),
            Text(shapes) == Text(usual) ? [] : new JsonObject { ["factors"] = MethodDefinition.Json.Node(shapes) }))];
    }

    static StudySetting[] Dictionaries(StudyRequest request)
    {
        var kinds = (request.Dictionaries ?? [.. Enum.GetValues<DictionaryKind>().Where(k => k != DictionaryKind.Words || request.Words.Count > 0)])
            .Append(Default.Dictionary).Distinct().Order().ToArray();
        JsonArray Words() => new([.. request.Words.Select(w => JsonValue.Create(w))]);
        JsonObject Options(DictionaryKind kind) => kind == Default.Dictionary ? [] : new JsonObject { ["dictionary"] = MethodDefinition.Json.Node(kind) };
        var settings = kinds.Select(kind => Setting("dictionary", "dictionary", Name(kind), kind == DictionaryKind.Words ? With(Options(kind), "words", Words()) : Options(kind)));
        return kinds.Contains(DictionaryKind.Words)
            ? [.. settings, Setting("dictionary", "dictionary", $"{Name(Default.Dictionary)} and words", new JsonObject { ["words"] = Words() })]
            : [.. settings];
    }

    static StudySetting[] Starts(StudyRequest request) =>
        [.. (request.Starts ?? Enum.GetValues<ContextStart>()).Append(Default.Start).Distinct().Order()
            .Select(start => Setting("start", "start", Name(start), start == Default.Start ? [] : new JsonObject { ["start"] = MethodDefinition.Json.Node(start) }))];

    static StudySetting Setting(string symbol, string axis, string label, JsonObject options) => options.Count == 0
        ? new StudySetting(StudySetting.CentreId, label, "CK-CoOp (default)", new MethodChoice("ck-coop")) { IsDefault = true }
        : new StudySetting(Id(StudySetting.CentreId, axis, label), label, $"CK-CoOp ({symbol} = {label})", new MethodChoice("ck-coop", options));

    static string Id(string method, string axis, string label) => $"{method} {axis}={label}";

    static JsonObject With(JsonObject options, string name, JsonNode value)
    {
        options[name] = value;
        return options;
    }

    static string Name<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    static string Text(IReadOnlyList<int[]> shapes) => string.Join(" ⊗ ", shapes.Select(s => FormattableString.Invariant($"{s[0]}×{s[1]}")));

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
