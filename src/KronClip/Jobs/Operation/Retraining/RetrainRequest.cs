namespace KronClip.Jobs;

/// <summary>Everything that <see cref="RetrainJob"/> needs to know. Immutable.</summary>
public sealed record RetrainRequest
{
    /// <summary>The .kronclip file that is in use.</summary>
    public required string Classifier { get; init; }

    /// <summary>Pictures to train on: those of before with the corrections and new ones among them, as for a training. Every class of the classifier must be there.</summary>
    public required string Images { get; init; }

    /// <summary>Labelled pictures to compare on; null keeps a third of those apart that the old classifier was not trained on, or takes the test part of <see cref="Images"/> where it has one.</summary>
    public string? HeldOut { get; init; }

    /// <summary>Where the new classifier goes; null puts it beside the old one, as name.new.kronclip.</summary>
    public string? Output { get; init; }

    /// <summary>Whether the new classifier takes the old one's place where it is not worse.</summary>
    public bool Replace { get; init; }

    /// <summary>Whether it does so whatever the comparison says.</summary>
    public bool ReplaceAnyway { get; init; }

    /// <summary>Training pictures per class; null takes as many as there are, up to <see cref="MostShots"/> or what the classifier was trained with, whichever is more.</summary>
    public int? Shots { get; init; }

    /// <summary>Seed; null takes the classifier's.</summary>
    public long? Seed { get; init; }

    /// <summary>The base model, as in <see cref="TrainRequest.Model"/>; null takes the one that the classifier remembers.</summary>
    public string? Model { get; init; }

    /// <summary>Folder for the run and what belongs to it; null makes one under runs/.</summary>
    public string? Run { get; init; }

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }

    /// <summary>Who is named in the audit trail.</summary>
    public string Who { get; init; } = "this machine";

    /// <summary>Pictures per class that are taken at most where nobody says another number.</summary>
    public const int MostShots = 64;

    /// <summary>Where the new classifier goes, in full.</summary>
    internal string OutputPath => Path.GetFullPath(Output ?? Path.ChangeExtension(Classifier, null) + ".new" + Classifiers.ClassifierFile.Extension);

    /// <summary>Checks what can be checked before anything is read.</summary>
    /// <exception cref="OptionsException">A value cannot be used; the message names it.</exception>
    public void Validate()
    {
        if (Shots is < 1)
            throw new OptionsException(FormattableString.Invariant($"shots is {Shots}; give at least 1 training picture per class."));
        if (OutputPath == Path.GetFullPath(Classifier))
            throw new OptionsException($"'{Classifier}' is the classifier that is in use; the new one is written beside it first. Give another --out, and --replace to let it take the old one's place.");
    }
}
