using System.Text.Json;
using System.Text.Json.Nodes;

namespace KronClip.Jobs;

/// <summary>One change, as the trail keeps it.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Who">Who did it, such as "this machine" or "caller".</param>
/// <param name="What">What was done, one word or two, such as "replaced".</param>
/// <param name="Details">From which data, with which hashes; a JSON object.</param>
public sealed record AuditEntry(DateTimeOffset Time, string Who, string What, JsonObject Details);

/// <summary>What <see cref="AuditTrail.Verify"/> found.</summary>
/// <param name="Whole">Whether every line is as it was written and follows the one before it.</param>
/// <param name="Lines">Lines of the file.</param>
/// <param name="FirstBroken">Number of the first line that was changed, or before which lines were taken out or put in, from 1; null where the trail is whole.</param>
/// <param name="Head">SHA-256 of the last line, 64 hexadecimal digits: kept elsewhere, it shows later that nothing was cut off at the end. Zeros for an empty trail.</param>
/// <param name="Sentence">All that for a person.</param>
public sealed record AuditCheck(bool Whole, int Lines, int? FirstBroken, string Head, string Sentence);

/// <summary>A trail with what its check found.</summary>
/// <param name="Check">What was found.</param>
/// <param name="Entries">The entries that can be read.</param>
public sealed record AuditResult(AuditCheck Check, IReadOnlyList<AuditEntry> Entries)
{
    /// <summary>Reads and checks a trail.</summary>
    /// <param name="path">The trail, or the classifier that it lies beside.</param>
    /// <exception cref="DataException">There is no such file, or it cannot be read.</exception>
    public static AuditResult Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var trail = path.EndsWith(".jsonl", StringComparison.Ordinal) ? new AuditTrail(path) : AuditTrail.Of(path);
        return File.Exists(trail.Path)
            ? new AuditResult(trail.Verify(), trail.Read())
            : throw new DataException($"'{trail.Path}' does not exist. A trail begins with the first change, such as 'kronclip retrain … --replace'; give the classifier or its trail.");
    }

    /// <summary>The document as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, OperationJson.Documents.AuditResult).ReplaceLineEndings("\n") + "\n";
}
