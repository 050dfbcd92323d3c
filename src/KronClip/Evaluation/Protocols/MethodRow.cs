using System.Text.Json.Nodes;

namespace KronClip.Evaluation;

/// <summary>A method with its options, as one row of a table.</summary>
/// <param name="Id">What cells call it, such as "coop-contextWords=4"; unique among the rows of a table.</param>
/// <param name="Method">Name in the catalogue.</param>
/// <param name="Title">Name for a person, such as "CoOp (M = 4)".</param>
/// <param name="Options">All of the method's options.</param>
/// <param name="Parameters">Learned numbers of the training on all classes; 0 where nothing is trained.</param>
/// <param name="Recipe">How it is trained, in a sentence; null where it is not trained by a recipe.</param>
/// <param name="Learns">Whether it takes anything from training pictures; a row that does not is the baseline of the others.</param>
public sealed record MethodRow(string Id, string Method, string Title, JsonObject Options, long Parameters, string? Recipe, bool Learns);
