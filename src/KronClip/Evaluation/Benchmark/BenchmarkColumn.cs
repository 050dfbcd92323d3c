using System.Text.Json.Serialization;

namespace KronClip.Evaluation;

/// <summary>A column of a benchmark's table. Immutable.</summary>
/// <param name="Shots">Training pictures of each class.</param>
/// <param name="Set">The set that was measured; null where the column is an average over <paramref name="Over"/>.</param>
/// <param name="Part">"test", "base", "new", "joint", "h", or "mean-h".</param>
/// <param name="Over">The sets of the average, each of which weighs the same; empty where the column is of one set.</param>
/// <param name="Classes">Names that are told apart; 0 where the column is no single part, or nothing is measured yet.</param>
/// <param name="Pictures">Pictures of one seed; 0 likewise.</param>
public sealed record BenchmarkColumn(int Shots, string? Set, string Part, IReadOnlyList<string> Over, int Classes, int Pictures)
{
    /// <summary>H of base and new; of an average: H of the average base and the average new figure, as the field has it.</summary>
    public const string HarmonicMean = "h";

    /// <summary>The mean of the sets' own H, which some papers print instead.</summary>
    public const string MeanOfHarmonicMeans = "mean-h";

    /// <summary>Whether it is an average over sets.</summary>
    [JsonIgnore]
    public bool IsAverage => Set is null;

    /// <summary>Whether it is measured itself, and not made of other columns.</summary>
    [JsonIgnore]
    internal bool IsMeasured => Set is not null && Part != HarmonicMean;

    /// <summary>The columns of a benchmark, for each number of shots: every set, then the average where there are several.</summary>
    internal static IReadOnlyList<BenchmarkColumn> All(BenchmarkRequestFacts request, IReadOnlyList<BenchmarkSetFacts> sets, IReadOnlyList<BenchmarkCell> cells)
    {
        var sizes = cells.GroupBy(c => (c.Set, c.Part)).ToDictionary(g => g.Key, g => (g.First().Classes, g.First().Hits.Pictures));
        BenchmarkColumn Of(int shots, string set, string part)
        {
            var (classes, pictures) = sizes.GetValueOrDefault((set, part));
            return new BenchmarkColumn(shots, set, part, [], classes, pictures);
        }

        var averaged = request.HasSource ? [.. sets.Where(s => s.Name != request.Source)] : sets;
        string[] over = averaged.Count > 1 ? [.. averaged.Select(s => s.Name)] : [];
        string[] parts = request.Protocol == ProtocolKind.BaseToNew
            ? [ProtocolCell.Base, ProtocolCell.New, HarmonicMean, .. request.Join ? [BenchmarkCell.Joint] : Array.Empty<string>()]
            : [ProtocolCell.Test];
        string[] averages = request.Protocol == ProtocolKind.BaseToNew ? [.. parts[..3], MeanOfHarmonicMeans, .. parts[3..]] : parts;
        return
        [
            .. from shots in request.Shots
               from column in (IEnumerable<BenchmarkColumn>)
               [
                   .. from set in request.HasSource ? [sets.First(s => s.Name == request.Source), .. averaged] : averaged
                      from part in parts
                      select Of(shots, set.Name, part),
                   .. over.Length == 0 ? [] : averages.Select(part => new BenchmarkColumn(shots, null, part, over, 0, 0)),
               ]
               select column,
        ];
    }
}
