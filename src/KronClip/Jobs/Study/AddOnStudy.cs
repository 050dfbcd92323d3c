using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>
/// What each add-on of the prompt methods is worth alone (docs/add-ons.md): a method as it is, with each of them by itself, and with all together; by class too. Immutable.
/// </summary>
public sealed record AddOnStudy : StudyDesign
{
    /// <summary>Folder of the results where none is given.</summary>
    public const string UsualOutput = "kronclip-study-add-ons";

    const string Plain = "plain";
    const double PublishedConsistency = 25;

    /// <summary>The method that takes the add-ons; any that learns a prompt.</summary>
    public string Method { get; init; } = "ck-coop";

    /// <inheritdoc/>
    public override string Output { get; init; } = UsualOutput;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        _ = Definition;
    }

    PromptMethodDefinition Definition => MethodCatalogue.Find(Method) as PromptMethodDefinition ?? throw new OptionsException(
        $"'{Method}' learns no prompt, and the add-ons belong to prompts. Take one of: {string.Join(", ", MethodCatalogue.All.OfType<PromptMethodDefinition>().Select(m => m.Name))}.");

    /// <inheritdoc/>
    internal override StudyPlan Plan(ClipModel model)
    {
        var settings = Settings();
        return new StudyPlan(Definition.Name, [new StudyLine("add-ons", "Add-ons, each alone and all together", settings)], [])
        {
            Finding = AddOnFinding.Of,
            Subject = "add-ons",
            Rule = AddOnFinding.Rule,
            Chooses = false,
            ByClass = true,
            Warnings = Fuses ? [] : [$"Fusion is left out: {Definition.Title} makes its class embeddings anew for each picture."],
        };
    }

    bool Fuses => Definition.Defaults is not CoCoOpOptions;

    internal IReadOnlyList<StudySetting> Settings()
    {
        (string Label, JsonObject Options)[] fusion = Fuses ? [("fusion", new JsonObject { ["fusion"] = "zero-shot" })] : [];
        (string Label, JsonObject Options)[] alone =
        [
            .. fusion,
            ("consistency", new JsonObject { ["consistency"] = PublishedConsistency }),
            ("averaging", new JsonObject { ["averaging"] = true }),
            ("closed form (gda)", new JsonObject { ["closedForm"] = "gda" }),
            ("closed form (ridge)", new JsonObject { ["closedForm"] = "ridge" }),
        ];
        var together = new JsonObject();
        foreach (var (name, value) in alone.SkipLast(1).SelectMany(a => a.Options))                // of the two closed forms the first
            together[name] = value!.DeepClone();
        return
        [
            new StudySetting(Plain, Plain, $"{Definition.Title} ({Plain})", new MethodChoice(Definition.Name)) { IsDefault = true },
            .. alone.Append(("all together", together)).Select(a => new StudySetting(a.Item1, a.Item1, $"{Definition.Title} ({a.Item1})", new MethodChoice(Definition.Name, a.Item2))),
        ];
    }
}
