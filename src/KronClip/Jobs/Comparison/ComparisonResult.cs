using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What was compared, and where it lies.</summary>
/// <param name="Page">The HTML page.</param>
/// <param name="Document">The report as a file.</param>
/// <param name="Cells">The folder of the cells.</param>
/// <param name="Report">All figures.</param>
public sealed record ComparisonResult(string Page, string Document, string Cells, ComparisonReport Report);
