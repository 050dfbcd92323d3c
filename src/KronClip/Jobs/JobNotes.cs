namespace KronClip.Jobs;

/// <summary>What a training says while it runs: its observer hears it at once, metrics.json keeps it.</summary>
sealed class JobNotes(IJobObserver observer)
{
    readonly List<string> notes = [], warnings = [], provenance = [];

    /// <summary>What a reader should know.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>What a reader should look at.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>What stands in the classifier too, so nothing here may name a place on this machine.</summary>
    public IReadOnlyList<string> Provenance => provenance;

    public void Note(string message)
    {
        notes.Add(message);
        observer.Note(message);
    }

    public void Warn(string message)
    {
        warnings.Add(message);
        observer.Warn(message);
    }

    /// <summary>What the method says of itself: it belongs into the classifier too.</summary>
    public void Tell(IReadOnlyList<string> said)
    {
        provenance.AddRange(said);
        said.ToList().ForEach(Note);
    }

    /// <summary>A warning that belongs into the classifier too.</summary>
    public void TellWarning(string message)
    {
        provenance.Add(message);
        Warn(message);
    }
}
