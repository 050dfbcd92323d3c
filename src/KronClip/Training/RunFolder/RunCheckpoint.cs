using System.Text.Json;
using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Methods;

namespace KronClip.Training;

/// <summary>
/// Everything a run goes on from: parameters, what the optimiser remembers, the generators' states, and how far the run and its log had come.
/// Resumed from it, a run gives the same bits as one that was never interrupted. Immutable.
/// </summary>
public sealed record RunCheckpoint
{
    const string ParameterPrefix = "parameter.", OptimiserPrefix = "optimiser.", AveragePrefix = "average.";

    /// <summary>Steps done, from 0; checkpoints are ordered by it, never by the clock.</summary>
    public required long Step { get; init; }

    /// <summary>The epoch that the next step belongs to, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>Named tensors: "parameter.…", "optimiser.…", "average.…" and whatever else the run keeps.</summary>
    public required IReadOnlyList<NamedTensor> Tensors { get; init; }

    /// <summary>State of each generator by the name of its use, four words each (see <see cref="SeededRandom.State"/>).</summary>
    public IReadOnlyDictionary<string, ulong[]> Generators { get; init; } = new Dictionary<string, ulong[]>();

    /// <summary>What else the run must remember, a JSON object (for example the order of an epoch begun).</summary>
    public JsonElement State { get; init; } = ClassifierDocument.EmptyObject;

    /// <summary>Length of the log in bytes; filled in by <see cref="RunFolder.Save"/>.</summary>
    public long LogLength { get; init; }

    /// <summary>Hash over the options the run was begun with; filled in by <see cref="RunFolder.Save"/>.</summary>
    public string OptionsHash { get; init; } = "";

    /// <summary>Copies the state of a training run.</summary>
    public static RunCheckpoint Capture(
        long step, int epoch, IReadOnlyList<Parameter> parameters, Optimiser optimiser, IReadOnlyDictionary<string, SeededRandom>? generators = null,
        ParameterAverage? average = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(optimiser);
        return new RunCheckpoint
        {
            Step = step,
            Epoch = epoch,
            Tensors =
            [
                .. parameters.Select(p => new NamedTensor(ParameterPrefix + p.Name, p.Shape, p.Values)),
                .. optimiser.State.Select(entry => new NamedTensor(OptimiserPrefix + entry.Key, [entry.Value.Length], entry.Value)),
                .. (average?.State ?? new Dictionary<string, float[]>()).Select(entry => new NamedTensor(AveragePrefix + entry.Key, [entry.Value.Length], entry.Value)),
            ],
            Generators = generators?.ToDictionary(g => g.Key, g => g.Value.State) ?? [],
        };
    }

    /// <summary>Puts the parameters' values, the optimiser's memory and the average over the epochs back.</summary>
    /// <exception cref="TrainingException">The parameters are not those of the checkpoint; nothing was changed.</exception>
    public void RestoreTo(IReadOnlyList<Parameter> parameters, Optimiser optimiser, ParameterAverage? average = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(optimiser);
        var saved = Tensors.Where(t => t.Name.StartsWith(ParameterPrefix, StringComparison.Ordinal))
            .ToDictionary(t => t.Name[ParameterPrefix.Length..], StringComparer.Ordinal);
        if (saved.Count != parameters.Count || parameters.Any(p => saved.GetValueOrDefault(p.Name)?.Shape.SequenceEqual(p.Shape) != true))
        {
            var held = string.Join(", ", saved.Select(entry => $"'{entry.Key}' {entry.Value.ShapeText}"));
            var needed = string.Join(", ", parameters.Select(p => $"'{p.Name}' [{string.Join(" × ", p.Shape)}]"));
            throw new TrainingException(
                $"The checkpoint of step {Step} holds the parameters {held}, but the method has {needed}. Start a new run in another folder.");
        }
        average?.Restore(Part(AveragePrefix), parameters);
        optimiser.Restore(Part(OptimiserPrefix));
        foreach (var parameter in parameters)
            saved[parameter.Name].Values.CopyTo(parameter.Values);
    }

    Dictionary<string, float[]> Part(string prefix) => Tensors.Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(t => t.Name[prefix.Length..], t => t.Values.ToArray(), StringComparer.Ordinal);

    /// <summary>The generator saved under <paramref name="name"/>, which goes on where it was.</summary>
    /// <exception cref="TrainingException">There is none.</exception>
    public SeededRandom Generator(string name) => Generators.TryGetValue(name, out var state)
        ? new SeededRandom(state)
        : throw new TrainingException(
            $"The checkpoint of step {Step} has no generator '{name}'; it belongs to another method or version. Start a new run in another folder.");
}
