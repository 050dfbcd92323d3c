using System.Text.Json;
using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>What a fit of the job's method gave.</summary>
/// <param name="Head">The head.</param>
/// <param name="Tensors">The method's learned tensors, as classifiers keep them.</param>
/// <param name="Steps">Optimiser steps.</param>
sealed record LearnedHead(ClassifierHead Head, IReadOnlyList<NamedTensor> Tensors, int Steps)
{
    /// <summary>The frozen entries that the context words are combined of, [K×d]; null where the method has none.</summary>
    public Matrix? Dictionary { get; init; }
}

/// <summary>The place of a fit in its run: where its checkpoints go, and what it goes on from.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="From">The checkpoint that this fit goes on from; null to begin.</param>
/// <param name="Round">Number of the fit, where a run has several one after the other; it stands in checkpoints and log.</param>
/// <param name="StepsBefore">Steps of the fits before it.</param>
/// <param name="IsLast">Whether its result is the run's.</param>
sealed record RunPart(RunFolder Run, RunCheckpoint? From, int? Round = null, long StepsBefore = 0, bool IsLast = true)
{
    /// <summary>What a checkpoint of this fit must remember.</summary>
    public JsonElement State => Round is { } round ? RunMetrics.Json.Element(new Remembered(round, StepsBefore)) : ClassifierDocument.EmptyObject;

    /// <summary>The number of the fit that a checkpoint belongs to; 0 where it does not say.</summary>
    public static int RoundOf(RunCheckpoint checkpoint) => Of(checkpoint).Round;

    /// <summary>The steps of the fits before it.</summary>
    public static long StepsBeforeOf(RunCheckpoint checkpoint) => Of(checkpoint).StepsBefore;

    static Remembered Of(RunCheckpoint checkpoint) => checkpoint.State.Deserialize(RunMetrics.Json.Of<Remembered>())!;

    internal sealed record Remembered(int Round, long StepsBefore);
}
