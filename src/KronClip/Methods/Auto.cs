using System.ComponentModel;
using System.Text.Json.Nodes;

namespace KronClip.Methods;

/// <summary>What <see cref="Auto"/> takes where the difference is not clear.</summary>
public enum AutoPreference
{
    /// <summary>The simplest method that is not clearly behind: one that serves new classes, then fewer learned numbers.</summary>
    Simple,

    /// <summary>The most right answers, be the lead ever so small.</summary>
    MostRight,
}

/// <summary>Options of <see cref="Auto"/>.</summary>
public sealed record AutoOptions : ITemplateOptions
{
    /// <summary>Names of the methods that are tried, each with its own defaults. Zero-shot CLIP is always among them: it learns nothing, and what learns has to beat it.</summary>
    [Description("methods that are tried; zero-shot is always there")]
    public IReadOnlyList<string> Candidates { get; init; } = Auto.UsualCandidates;

    /// <summary>What is taken where the difference is not clear.</summary>
    [Description("what is taken where the difference is not clear")]
    public AutoPreference Prefer { get; init; }

    /// <summary>Sentences of zero-shot CLIP, and of the candidates that stand beside it.</summary>
    [Description("sentences with {} for the class name, for candidates that read them")]
    public IReadOnlyList<string> Templates { get; init; } = [ZeroShot.DefaultTemplate];

    /// <inheritdoc/>
    public void Validate()
    {
        if (Candidates.Count == 0)
            throw new OptionsException($"candidates is empty; give at least one method, such as {string.Join(", ", Auto.UsualCandidates)}.");
        foreach (var candidate in Candidates)
        {
            if (candidate is null || ReferenceEquals(MethodCatalogue.Find(candidate), Auto.Definition))
                throw new OptionsException($"candidates has '{candidate}', which is no method to choose; give methods other than {Auto.Definition.Name}.");
        }
        if (Candidates.GroupBy(MethodCatalogue.Find).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new OptionsException($"candidates has {twice.Key.Name} twice; give each method once.");
        ZeroShot.CheckTemplates(Templates);
    }

    /// <summary>The candidates with their options, zero-shot CLIP first where it was not named.</summary>
    internal IReadOnlyList<(MethodDefinition Method, JsonObject Options)> Methods()
    {
        MethodDefinition[] named = [.. Candidates.Select(MethodCatalogue.Find)];
        return [.. (named.Contains(ZeroShot.Definition) ? named : [ZeroShot.Definition, .. named]).Select(method => (method, OptionsOf(method)))];
    }

    /// <summary>The defaults, with these sentences where the method reads any.</summary>
    JsonObject OptionsOf(MethodDefinition method) => method.Defaults is not ITemplateOptions
        ? []
        : new JsonObject { ["templates"] = new JsonArray([.. Templates.Select(template => JsonValue.Create(template))]) };
}

/// <summary>
/// A choice among methods by cross-validation of the training pictures. It stands above the methods and fits nothing itself: this is its line of the catalogue; the
/// choosing is a job's, and the rule is Evaluation's.
/// </summary>
public static class Auto
{
    /// <summary>What is tried where nothing is said: what learns nothing, what is fitted in one go, and the method of the house.</summary>
    public static IReadOnlyList<string> UsualCandidates { get; } = ["zero-shot", "ck-coop", "gda", "linear-probe", "lp++", "ridge", "tip-adapter", "tip-adapter-f"];

    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new AutoDefinition
    {
        Name = "auto",
        Title = "Auto",
        Summary = "tries several methods and takes one, by cross-validation of the training pictures",
        Source = "one-standard-error rule after Breiman et al. 1984, with the exact sign test (McNemar 1947); the order of preference is KronClip's",
    };
}

/// <summary>The definition of a choice. What depends on the method that is taken is stated as the most that it may be.</summary>
sealed class AutoDefinition : MethodDefinition
{
    public override IMethodOptions Defaults => new AutoOptions();

    internal override IReadOnlyDictionary<string, string> Meanings => OptionMeanings.Of<AutoOptions>();

    public override bool Learns => true;

    /// <summary>The candidates with a prompt are trained by one.</summary>
    public override bool HasRecipe => true;

    public override IReadOnlyList<string> CandidatesOf(IMethodOptions options) => [.. ((AutoOptions)options).Methods().Select(candidate => candidate.Method.Name)];

    public override IMethodOptions ReadOptions(JsonObject json) => MethodOptionsReader.Read<AutoOptions>(Name, json);

    public override string ParameterFormula(IMethodOptions options) => "those of the method that is taken";

    public override long ParameterCount(IMethodOptions options, int width, int embeddingWidth, int classes, int pictures = 0) =>
        ((AutoOptions)options).Methods().Max(candidate => candidate.Method.ParameterCount(candidate.Method.ReadOptions(candidate.Options), width, embeddingWidth, classes, pictures));

    /// <summary>Promised only where every candidate does.</summary>
    public override bool ServesNewClasses(IMethodOptions options) =>
        ((AutoOptions)options).Methods().All(candidate => candidate.Method.ServesNewClasses(candidate.Method.ReadOptions(candidate.Options)));
}
