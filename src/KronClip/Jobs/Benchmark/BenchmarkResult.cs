using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What was measured, and where it lies.</summary>
/// <param name="Page">The HTML page.</param>
/// <param name="Document">The report as a file.</param>
/// <param name="CellFolder">The folder of the cells.</param>
/// <param name="Rows">The methods.</param>
/// <param name="Cells">Every measurement.</param>
/// <param name="Notes">What a reader should know.</param>
/// <param name="Warnings">What a reader should look at.</param>
public sealed record BenchmarkResult(string Page, string Document, string CellFolder, IReadOnlyList<MethodRow> Rows, IReadOnlyList<BenchmarkCell> Cells, IReadOnlyList<string> Notes, IReadOnlyList<string> Warnings);
