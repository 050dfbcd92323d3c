using System.Text.Json.Nodes;

namespace KronClip.Data;

/// <summary>A draw as JSON: one document with the lists "train", "val" and "test" of {path, label, classname}, one picture a line.</summary>
public static class DrawDocument
{
    /// <summary>The document as text.</summary>
    public static string ToJson(BenchmarkSplit split, FewShotDraw draw)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(draw);
        var head = FormattableString.Invariant($"{{\n\"dataset\": {Quoted(split.Definition.Id)}, \"shots\": {draw.Shots}, \"seed\": {draw.Seed},\n");
        return head + List("train", draw.Train) + ",\n" + List("val", draw.Validation) + ",\n" + List("test", split.Test) + "\n}\n";
    }

    static string List(string name, IReadOnlyList<BenchmarkPicture> pictures) =>
        $"{Quoted(name)}: [{string.Join(",", pictures.Select(Line))}{(pictures.Count > 0 ? "\n" : "")}]";

    static string Line(BenchmarkPicture picture) =>
        FormattableString.Invariant($"\n  {{\"path\": {Quoted(picture.Path)}, \"label\": {picture.Label}, \"classname\": {Quoted(picture.ClassName)}}}");

    static string Quoted(string text) => JsonValue.Create(text).ToJsonString(JsonText.Readable);
}
