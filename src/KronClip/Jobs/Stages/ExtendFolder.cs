using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>Names of an extension's files, and the settings that decide its outcome.</summary>
static partial class ExtendFolder
{
    /// <summary>Path of the new classifier: as asked for, else the old one's name with the number of its stages, in the current folder; never the old file itself.</summary>
    public static string Output(ExtendRequest request, int stage)
    {
        if (request.Output is { } asked)
            return Path.GetFullPath(asked);
        var stem = Stem(request.Classifier);
        var path = Path.GetFullPath(Named(stem));
        return path == Path.GetFullPath(request.Classifier) ? Path.GetFullPath(Named(stem + "-extended")) : path;

        string Named(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}-stage{stage}{ClassifierFile.Extension}");
    }

    /// <summary>runs/parts-stage2-1a2b3c4d: other settings get another folder, the same ones the same.</summary>
    public static string Run(ExtendRequest request, int stage, JsonObject options)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.ToJsonString())))[..8];
        return request.Run ?? Path.Combine("runs", string.Create(CultureInfo.InvariantCulture, $"{Stem(request.Classifier)}-stage{stage}-{hash}"));
    }

    /// <summary>All that decides the outcome.</summary>
    public static JsonObject Options(ExtendRequest request, Classifier from, LearnedPrompt prompt, Recipe recipe, SplitOptions split, MergedClasses merged, ClipModel model, string fingerprint, int replayed, int fresh) => new()
    {
        ["extends"] = from.Document.ContentHash,
        ["method"] = prompt.Definition.Name,
        ["methodOptions"] = MethodDefinition.WriteOptions(prompt.Options),
        ["recipe"] = RunMetrics.Json.Node(recipe),
        ["replay"] = request.Replay.ToString(),
        ["shots"] = split.Shots,
        ["seed"] = split.Seed,
        ["model"] = model.ContentHash,
        ["preprocessing"] = from.Document.Preprocessing.Hash,
        ["classes"] = new JsonArray([.. merged.Classes.Select(c => new JsonObject
        {
            ["folder"] = c.Folder,
            ["name"] = c.Name,
            ["words"] = c.Words,
            ["description"] = c.Description,
            ["templates"] = c.Templates is null ? null : new JsonArray([.. c.Templates.Select(t => JsonValue.Create(t))]),
        })]),
        ["pictures"] = new JsonObject { ["new"] = fresh, ["replayed"] = replayed, ["fingerprint"] = fingerprint },
    };

    static string Stem(string classifier) => StageSuffix().Replace(Path.GetFileNameWithoutExtension(classifier), "");

    [System.Text.RegularExpressions.GeneratedRegex("-stage[0-9]+$")]
    private static partial System.Text.RegularExpressions.Regex StageSuffix();
}
