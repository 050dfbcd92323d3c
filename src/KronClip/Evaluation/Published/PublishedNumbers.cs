using System.Globalization;
using System.Text.Json;

namespace KronClip.Evaluation;

/// <summary>
/// Published results, as published.json has collected them with their sources. They are data, and nothing is computed of them. What its collector only remembered
/// ("recollection", zero-shot ViT-B/16 for each data set) is not among them.
/// </summary>
public static class PublishedNumbers
{
    /// <summary>What a table of the file holds. A table by set and one by shots have other keys; "sets, then shots" has both.</summary>
    enum Keys { Sets, Shots, SetsThenShots }

    sealed record Kind(ProtocolKind Protocol, string Backbone, Keys Keys, int? Shots);

    const string Resource = "KronClip.Evaluation.published.json", Base16 = "ViT-B/16";

    static readonly Dictionary<string, Kind> Tables = new(StringComparer.Ordinal)
    {
        ["base_to_new_vitb16_16shot"] = new(ProtocolKind.BaseToNew, Base16, Keys.Sets, 16),
        ["base_to_new_by_shots"] = new(ProtocolKind.BaseToNew, Base16, Keys.Shots, null),
        ["cross_dataset_imagenet16_to_10"] = new(ProtocolKind.CrossTask, Base16, Keys.Sets, 16),
        ["domain_generalization_imagenet16"] = new(ProtocolKind.Domain, Base16, Keys.Sets, 16),
        ["few_shot_all_classes_avg11_ViTB16"] = new(ProtocolKind.FewShot, Base16, Keys.Shots, null),
        ["few_shot_all_classes_avg11_RN50"] = new(ProtocolKind.FewShot, "RN50", Keys.Shots, null),
        ["few_shot_all_classes_16shot_ViT-B16"] = new(ProtocolKind.FewShot, Base16, Keys.Sets, 16),
        ["few_shot_all_classes_16shot_ViT-B32"] = new(ProtocolKind.FewShot, "ViT-B/32", Keys.Sets, 16),
        ["few_shot_all_classes_16shot_RN101"] = new(ProtocolKind.FewShot, "RN101", Keys.Sets, 16),
        ["few_shot_all_classes_RN50"] = new(ProtocolKind.FewShot, "RN50", Keys.SetsThenShots, null),
        ["zero_shot_all_classes_RN50_CoOp_templates"] = new(ProtocolKind.FewShot, "RN50", Keys.Sets, null),
        ["zero_shot_all_classes_ViTB16_sourced_partial"] = new(ProtocolKind.FewShot, Base16, Keys.Sets, null),
    };

    static readonly string[] Eleven = ["ImageNet", "Caltech101", "OxfordPets", "StanfordCars", "Flowers102", "Food101", "FGVCAircraft", "SUN397", "DTD", "EuroSAT", "UCF101"];

    static readonly string[] Shifts = ["V2", "Sketch", "A", "R"];

    static readonly Lazy<IReadOnlyList<PublishedFigure>> Read = new(() => [.. Figures()]);

    /// <summary>All figures of the four protocols, in the order of the file. Of two with the same meaning the first counts, as the file has the fuller table first.</summary>
    public static IReadOnlyList<PublishedFigure> All => Read.Value;

    /// <summary>The data sets of a protocol's published average, each of which weighs the same.</summary>
    public static IReadOnlyList<string> Averaged(ProtocolKind protocol) => protocol switch
    {
        ProtocolKind.Domain => Shifts,
        ProtocolKind.CrossTask => Eleven[1..],
        _ => Eleven,
    };

    /// <summary>The file as it is.</summary>
    internal static Stream Open() => typeof(PublishedNumbers).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The resource {Resource} is missing from the library.");

    static IEnumerable<PublishedFigure> Figures()
    {
        using var stream = Open();
        using var document = JsonDocument.Parse(stream);
        var sources = document.RootElement.GetProperty("sources").EnumerateObject().ToDictionary(s => s.Name, s => s.Value.GetString()!, StringComparer.Ordinal);
        return
        [
            .. (from method in document.RootElement.GetProperty("methods").EnumerateObject()
                from table in method.Value.EnumerateObject()
                where Tables.ContainsKey(table.Name)
                from entry in table.Value.EnumerateArray()
                from figure in Figures(method.Name, Tables[table.Name], entry, sources)
                select figure).DistinctBy(f => (f.Name, f.Protocol, f.Set, f.Part, f.Shots, f.Backbone)),
        ];
    }

    static IEnumerable<PublishedFigure> Figures(string name, Kind kind, JsonElement entry, Dictionary<string, string> sources)
    {
        var key = entry.GetProperty("source").GetString()!;
        var source = sources.TryGetValue(key, out var known) ? known : sources.GetValueOrDefault(key.Split(' ')[0]) is { } longer ? $"{longer}: {key}" : key;
        var note = entry.TryGetProperty("note", out var written) ? written.GetString() : null;
        foreach (var outer in entry.GetProperty("values").EnumerateObject())
        {
            var set = kind.Keys == Keys.Shots ? PublishedFigure.Average : outer.Name;
            if (set != PublishedFigure.Average && !Eleven.Contains(set) && !Shifts.Contains(set))
                continue;                                                   // other collections' sets and averages
            IEnumerable<(int? Shots, JsonElement Value)> byShots = kind.Keys switch
            {
                Keys.Sets => [(kind.Shots, outer.Value)],
                Keys.Shots => [(Number(outer.Name), outer.Value)],
                _ => outer.Value.EnumerateObject().Select(s => ((int?)Number(s.Name), s.Value)),
            };
            foreach (var (shots, value) in byShots)
            {
                foreach (var (part, percent, remark) in Parts(value))
                    yield return new PublishedFigure(name, kind.Protocol, set, part, shots, kind.Backbone, percent / 100, source, Joined(note, remark));
            }
        }
    }

    /// <summary>Base, new and H of one value, or its one figure. H is that of base and new; where the paper printed another, the note says so.</summary>
    static IEnumerable<(string Part, double Percent, string? Remark)> Parts(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            yield return (ProtocolCell.Test, value.GetDouble(), null);
            yield break;
        }
        if (value.ValueKind != JsonValueKind.Object)
            yield break;                                                    // not printed
        foreach (var part in value.EnumerateObject())
        {
            var named = part.Name switch { "Base" => ProtocolCell.Base, "New" => ProtocolCell.New, "H" => BenchmarkColumn.HarmonicMean, _ => null };
            if (named is not null && part.Value.ValueKind == JsonValueKind.Number)
                yield return (named, part.Value.GetDouble(), part.Name == "H" && value.TryGetProperty("H_printed", out var printed) ? $"printed as {printed.GetRawText()}" : null);
        }
    }

    static string? Joined(string? note, string? remark) => (note, remark) switch { (null, _) => remark, (_, null) => note, _ => $"{remark}; {note}" };

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
