using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>The settings that decide a run's outcome (options.json), and the request as it was made (request.json), from which it can be run again.</summary>
static class RunOptions
{
    public const string RequestFile = "request.json";

    /// <summary>The run's own copy of a list of pictures to leave out, which is thus not needed again.</summary>
    public const string LeaveOutFile = "leave-out.jsonl";

    public static JsonObject Of(TrainRequest request, MethodDefinition method, IMethodOptions methodOptions, Recipe recipe, ClipModel model,
        PreprocessOptions preprocessing, Split split, ContentHashes hashes, UnlabelledPictures? unlabelled)
    {
        var options = Of(request, method, methodOptions, recipe, model, preprocessing, split, hashes);
        if (unlabelled is not null)             // absent where there are none, so that a run begun without goes on
            options["unlabelled"] = unlabelled.Describe(request.Unlabelled!, split.Classes.Count);
        if (request.LearningCurve)
            options["learningCurve"] = true;
        if (request.NamedClasses)
            options["namedClasses"] = true;
        return options;
    }

    static JsonObject Of(TrainRequest request, MethodDefinition method, IMethodOptions methodOptions, Recipe recipe, ClipModel model,
        PreprocessOptions preprocessing, Split split, ContentHashes hashes) => new()
        {
            ["method"] = method.Name,
            ["methodOptions"] = MethodDefinition.WriteOptions(methodOptions),
            ["recipe"] = method.HasRecipe ? RunMetrics.Json.Node(recipe) : null,
            ["shots"] = request.LabelledShots,
            ["seed"] = request.Seed,
            ["model"] = model.ContentHash,
            ["preprocessing"] = JsonNode.Parse(preprocessing.ToJson()),
            ["classes"] = new JsonArray([.. split.Classes.Select(c => new JsonObject
            {
                ["folder"] = c.Folder,
                ["name"] = c.Name,
                ["words"] = c.Words,
                ["description"] = c.Description,
                ["templates"] = c.Templates is null ? null : new JsonArray([.. c.Templates.Select(t => JsonValue.Create(t))]),
            })]),
            ["pictures"] = new JsonObject
            {
                ["train"] = split.Train.Count,
                ["validation"] = split.Validation.Count,
                ["test"] = split.Test.Count,
                ["fingerprint"] = DataFingerprint.Of(split, hashes),
            },
        };

    /// <summary>runs/pictures-method-16shots-seed1-1a2b3c4d: another set of options gets another folder, the same ones the same.</summary>
    public static string DefaultFolder(TrainRequest request, MethodDefinition method, JsonObject options)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.ToJsonString())))[..8];
        return Path.Combine("runs", string.Create(CultureInfo.InvariantCulture, $"{request.PicturesName}-{method.Name}-{request.LabelledShots}shots-seed{request.Seed}-{hash}"));
    }

    /// <summary>The request with absolute paths, so that it means the same from any folder. Its model is a <see cref="ModelPlace.Hint"/>.</summary>
    public static string RequestJson(TrainRequest request, string run) => RunMetrics.Json.Document(request with
    {
        Images = request.NamesAlone ? "" : PicturePlace.Absolute(request.Images),
        Unlabelled = request.Unlabelled is { AreRest: false } unlabelled ? unlabelled with { Pictures = PicturePlace.Absolute(unlabelled.Pictures) } : request.Unlabelled,
        Model = ModelPlace.IsName(request.Model) ? request.Model : Path.GetFullPath(request.Model),
        ClassFile = request.ClassFile is null ? null : Path.GetFullPath(request.ClassFile),
        LeaveOut = request.LeaveOut is null ? null : Path.Combine(run, LeaveOutFile),
        Cache = string.IsNullOrEmpty(request.Cache) ? request.Cache : Path.GetFullPath(request.Cache),
        Output = request.Output is null ? null : Path.GetFullPath(request.Output),
        Run = run,
    });

    /// <exception cref="TrainingException">The run has no readable request.</exception>
    public static TrainRequest ReadRequest(string run)
    {
        var path = Path.Combine(run, RequestFile);
        try
        {
            return AbsentProperties.Read<TrainRequest>(File.ReadAllText(path)) ?? throw new JsonException("it is empty");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"'{path}' cannot be read: {error.Message} Is '{run}' the folder of a run made by 'kronclip train'?", error);
        }
    }
}
