using System.Text.Json;
using System.Text.Json.Serialization;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What follows from a drift watch.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DriftVerdict>))]
public enum DriftVerdict
{
    /// <summary>Nothing shows that the pictures look different.</summary>
    [JsonStringEnumMemberName("no-alarm")]
    NoAlarm,

    /// <summary>They look different.</summary>
    [JsonStringEnumMemberName("alarm")]
    Alarm,

    /// <summary>There are too few pictures to say.</summary>
    [JsonStringEnumMemberName("too-few-pictures")]
    TooFewPictures,
}

/// <summary>What <see cref="DriftJob"/> found.</summary>
/// <param name="Classifier">Name of the classifier.</param>
/// <param name="Version">The first 12 digits of its content hash.</param>
/// <param name="Verdict">What follows.</param>
/// <param name="Sentence">The same for a person.</param>
/// <param name="Next">What to do next; empty where there is nothing to do.</param>
/// <param name="Pictures">Pictures that were looked at.</param>
/// <param name="Compared">Those of them that stand in the tests within the classes.</param>
/// <param name="Reference">Pictures of the reference.</param>
/// <param name="ReferenceFrom">"test", "validation" or "pictures".</param>
/// <param name="Tests">The tests, corrected for their number.</param>
/// <param name="Level">Chance of a false alarm, all tests together.</param>
/// <param name="Notes">What a reader should know.</param>
public sealed record DriftReport(string Classifier, string Version, DriftVerdict Verdict, string Sentence, string Next, int Pictures, int Compared, int Reference, string ReferenceFrom,
    IReadOnlyList<DriftTest> Tests, double Level, IReadOnlyList<string> Notes)
{
    /// <summary>Whether the pictures look different.</summary>
    [JsonIgnore]
    public bool IsAlarm => Verdict == DriftVerdict.Alarm;

    /// <summary>The document as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, OperationJson.Documents.DriftReport).ReplaceLineEndings("\n") + "\n";
}
