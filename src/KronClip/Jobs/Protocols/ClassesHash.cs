using System.Text.Json.Nodes;
using KronClip.Data;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>Hash over folder, words and sentences of classes, in label order: all that a text tower and a label are told of them.</summary>
static class ClassesHash
{
    public static string Of(IReadOnlyList<ClassDefinition> classes) => CanonicalJson.Hash(CanonicalJson.From(new JsonArray([.. classes.Select(c => new JsonObject
    {
        ["folder"] = c.Folder,
        ["words"] = c.Words,
        ["templates"] = c.Templates is null ? null : new JsonArray([.. c.Templates.Select(t => JsonValue.Create(t))]),
    })])));
}
