namespace KronClip.Jobs;

/// <summary>A project as callers see it.</summary>
/// <param name="Id">The name of its folder, and the name its classifier is served under.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Model">The base model.</param>
/// <param name="Method">The method.</param>
/// <param name="Classes">Its classes, in the order in which they were made.</param>
/// <param name="Pictures">Labelled pictures.</param>
/// <param name="Unlabelled">Pictures without a label.</param>
/// <param name="Corrections">Corrected pictures that no training has seen yet.</param>
/// <param name="Current">The version that is served; null before the first training.</param>
/// <param name="Training">The last training.</param>
public sealed record ProjectView(string Id, string Name, string Model, string Method, IReadOnlyList<ClassView> Classes, int Pictures, int Unlabelled, int Corrections, VersionView? Current, TrainingView Training);

/// <summary>A class of a project.</summary>
/// <param name="Folder">The name of its folder.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Words">Words in the prompt.</param>
/// <param name="Pictures">Its pictures.</param>
/// <param name="Named">Whether the current classifier knows it by its name alone.</param>
public sealed record ClassView(string Folder, string Name, string Words, int Pictures, bool Named);

/// <summary>A picture of a project.</summary>
/// <param name="Id">The first 32 digits of its SHA-256.</param>
/// <param name="Class">The folder of its class; empty where it has no label.</param>
/// <param name="File">What its file was called; null where nobody said.</param>
/// <param name="Origin">"upload", "correction" or "queue".</param>
/// <param name="Bytes">Its size.</param>
public sealed record ProjectPicture(string Id, string Class, string? File, string Origin, long Bytes);

/// <summary>A picture that comes in.</summary>
/// <param name="File">What its file is called; for people alone.</param>
/// <param name="Bytes">The file.</param>
public sealed record IncomingPicture(string? File, ReadOnlyMemory<byte> Bytes);

/// <summary>What became of pictures that came in.</summary>
/// <param name="Added">Ids of those that are new.</param>
/// <param name="Known">How many were there already.</param>
/// <param name="Refused">Those that were not kept.</param>
public sealed record AddedPictures(IReadOnlyList<string> Added, int Known, IReadOnlyList<RefusedPicture> Refused);

/// <summary>A picture that was not kept.</summary>
/// <param name="File">What its file is called.</param>
/// <param name="Reason">A sentence.</param>
public sealed record RefusedPicture(string File, string Reason);

/// <summary>What became of a correction.</summary>
/// <param name="Picture">Id of the picture.</param>
/// <param name="Class">The folder of its class.</param>
/// <param name="Corrections">Corrections since the last training.</param>
public sealed record CorrectionView(string Picture, string Class, int Corrections);

/// <summary>A picture of the queue that is worth a label.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">What the classifier takes it for.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="Score">How much a label is worth.</param>
/// <param name="Reason">Why.</param>
public sealed record QueueView(string Id, string Label, double Confidence, double Score, string Reason);

/// <summary>A version of a project's classifier.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Version">First 12 digits of its content hash.</param>
/// <param name="Made">When, ISO 8601.</param>
/// <param name="Origin">"trained", "named" or "threshold".</param>
/// <param name="Method">Method.</param>
/// <param name="Model">Base model.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Accuracy">Share recognised of pictures that it had not seen; null where nothing was measured.</param>
/// <param name="TestPictures">How many those were.</param>
/// <param name="UnknownBelow">Least confidence below which an answer is unknown; null where there is none.</param>
/// <param name="Current">Whether it is served.</param>
/// <param name="Comparison">With the one that was served before; null where there was none, or nothing to compare on.</param>
public sealed record VersionView(int Number, string Version, string Made, string Origin, string Method, string Model, int Classes, double? Accuracy, int? TestPictures, double? UnknownBelow, bool Current, ReplacementComparison? Comparison);

/// <summary>What a class that is known by its name alone brought.</summary>
/// <param name="Class">The class.</param>
/// <param name="Version">The classifier that knows it.</param>
/// <param name="Notes">What a reader should know.</param>
public sealed record NamedClassView(ClassView Class, VersionView Version, IReadOnlyList<string> Notes);

/// <summary>What thresholds for "unknown" give on pictures that the classifier had not seen.</summary>
/// <param name="Pictures">How many pictures.</param>
/// <param name="Chosen">The threshold of the current version; null where it has none.</param>
/// <param name="Points">By rising threshold.</param>
public sealed record ThresholdsView(int Pictures, double? Chosen, IReadOnlyList<ThresholdView> Points);

/// <summary>What one threshold gives.</summary>
/// <param name="Threshold">Least confidence.</param>
/// <param name="Answered">Pictures that get an answer.</param>
/// <param name="Right">Right answers among them.</param>
/// <param name="Coverage">Share of the pictures that get an answer.</param>
/// <param name="Precision">Share of the answers that are right; null where none is given.</param>
public sealed record ThresholdView(double Threshold, int Answered, int Right, double Coverage, double? Precision);

/// <summary>A model that a project may use.</summary>
/// <param name="Name">What a project calls it.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Where">"box", "cache", "hub" (it would be downloaded) or "folder".</param>
/// <param name="Megabytes">What it takes; null where that is not known.</param>
/// <param name="Note">What must be known of it.</param>
/// <param name="Default">Whether new projects use it.</param>
public sealed record ModelView(string Name, string Title, string Where, int? Megabytes, string? Note, bool Default);
