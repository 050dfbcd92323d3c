using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What one setting reached with one seed.</summary>
/// <param name="Measured">Validation (where there are pictures), test, base and new.</param>
/// <param name="Classes">The test figure by class.</param>
/// <param name="Notes">What the method said of its start and dictionary.</param>
/// <param name="Seconds">Wall clock of both trainings.</param>
sealed record StudyCell(IReadOnlyList<ProtocolCell> Measured, IReadOnlyList<ClassCell> Classes, IReadOnlyList<string> Notes, double Seconds);

/// <summary>The cells of a sensitivity study.</summary>
sealed class StudyCells(string folder) : KeptCells<StudyCell>(folder);
