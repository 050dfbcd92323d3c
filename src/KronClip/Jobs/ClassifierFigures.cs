using System.Text.Json.Serialization;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>The figures that a classifier's file carries.</summary>
sealed record ClassifierFigures(string TestKind, PartFigures ZeroShot, PartFigures Adapted, FoldFigures? KFold, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReportedNamedClasses? NamedClasses = null);

/// <summary>The figures in the file of a classifier that was extended.</summary>
sealed record ExtendedFigures(string TestKind, PartFigures ZeroShot, PartFigures Adapted, FoldFigures? KFold, OldClassFigures Old, Figures? New);
