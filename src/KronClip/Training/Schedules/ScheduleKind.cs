namespace KronClip.Training;

/// <summary>How the learning rate changes from epoch to epoch.</summary>
public enum ScheduleKind
{
    /// <summary>Falls along half a cosine; the published choice.</summary>
    Cosine,

    /// <summary>Stays as it is.</summary>
    Constant,
}
