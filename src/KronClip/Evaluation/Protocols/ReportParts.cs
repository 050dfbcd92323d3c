namespace KronClip.Evaluation;

/// <summary>Where the numbers come from.</summary>
/// <param name="Model">Name of the base model.</param>
/// <param name="ModelHash">Content hash of the base model.</param>
/// <param name="Architecture">Its towers, such as "ViT".</param>
/// <param name="LibraryVersion">Version of this library.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="KernelPath">The kernels in use; others round differently.</param>
public sealed record ReportOrigin(string Model, string ModelHash, string Architecture, string LibraryVersion, string Runtime, string KernelPath);

/// <summary>What a set of pictures is there for.</summary>
public enum SetRole
{
    /// <summary>Trained on, and measured.</summary>
    Source,

    /// <summary>The same classes in pictures of another kind.</summary>
    Shift,

    /// <summary>Other classes.</summary>
    Task,
}

/// <summary>A set of pictures.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it is there for.</param>
/// <param name="Classes">Names of its classes, in label order.</param>
/// <param name="BaseClasses">How many of them, from the first, are base classes; 0 but for the source.</param>
/// <param name="Train">Pictures trained on with one seed; 0 but for the source.</param>
/// <param name="Test">Pictures measured with one seed.</param>
/// <param name="Fingerprint">Hash over the pictures used with the first seed, and their classes.</param>
public sealed record ReportSet(string Name, SetRole Role, IReadOnlyList<string> Classes, int BaseClasses, int Train, int Test, string Fingerprint);

/// <summary>A class and how sure a classifier is of it, as a fraction.</summary>
public sealed record ReportGuess(string Name, double Confidence);

/// <summary>What one method says of a picture.</summary>
/// <param name="Row">The <see cref="MethodRow.Id"/>.</param>
/// <param name="Top">The likeliest classes, best first.</param>
public sealed record ReportAnswer(string Row, IReadOnlyList<ReportGuess> Top);

/// <summary>A test picture and what was said of it.</summary>
/// <param name="Picture">The picture's path below its set's folder.</param>
/// <param name="Truth">Its class.</param>
/// <param name="Answers">One per method shown.</param>
public sealed record ReportExample(string Picture, string Truth, IReadOnlyList<ReportAnswer> Answers);

/// <summary>A picture with its class.</summary>
/// <param name="Picture">The picture's path below its set's folder.</param>
/// <param name="Name">Its class.</param>
public sealed record ReportPicture(string Picture, string Name);

/// <summary>A few pictures of one set.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Set">The set's name.</param>
/// <param name="Classes">How many classes there are; the pictures may show fewer.</param>
/// <param name="Pictures">The pictures, one per class.</param>
public sealed record ReportStrip(string Title, string Set, int Classes, IReadOnlyList<ReportPicture> Pictures);

/// <summary>Seconds of one row's trainings.</summary>
/// <param name="Row">The <see cref="MethodRow.Id"/>.</param>
/// <param name="Trainings">How many there were.</param>
/// <param name="Mean">Mean seconds of one.</param>
public sealed record RowSeconds(string Row, int Trainings, double Mean);

/// <summary>Wall clock.</summary>
/// <param name="Prepare">Making ready the pictures and the model.</param>
/// <param name="Encode">Pictures to embeddings.</param>
/// <param name="Train">All trainings and measurements.</param>
/// <param name="Total">Everything.</param>
/// <param name="Rows">Each method's trainings.</param>
/// <param name="Processor">The processor.</param>
/// <param name="Threads">Most threads; they change no other figure.</param>
public sealed record ReportSeconds(double Prepare, double Encode, double Train, double Total, IReadOnlyList<RowSeconds> Rows, string Processor, int Threads);
