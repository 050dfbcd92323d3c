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
