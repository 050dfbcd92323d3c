namespace KronClip.Evaluation;

/// <summary>The language of a report; its members are the codes of ISO 639-1.</summary>
public enum ReportLanguage
{
    /// <summary>English.</summary>
    En,

    /// <summary>Japanese.</summary>
    Ja,
}
