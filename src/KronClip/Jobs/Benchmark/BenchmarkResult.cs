using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What was measured, and where it lies.</summary>
/// <param name="Page">The HTML page.</param>
/// <param name="Document">The report as a file.</param>
/// <param name="CellFolder">The folder of the cells.</param>
/// <param name="Report">All figures.</param>
/// <param name="Cells">The measurements with their pictures one by one.</param>
public sealed record BenchmarkResult(string Page, string Document, string CellFolder, BenchmarkReport Report, IReadOnlyList<BenchmarkCell> Cells);
