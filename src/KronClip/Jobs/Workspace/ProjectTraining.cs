using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>
/// One training of a project from beginning to end: train, name again what has no pictures, hold the new classifier against the old one on pictures that neither has learned from, keep it as a
/// version, and let it be served if it is not worse.
/// </summary>
sealed class ProjectTraining(Project project, TrainingInput input, int number, string who, WorkspaceOptions options, IJobObserver observer, CancellationToken cancel)
{
    /// <exception cref="KronClipException">Something cannot be used; see the message.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the same training goes on where it was.</exception>
    public TrainingResult Run()
    {
        if (ProjectModels.NoteOf(input.Model) is { } note)
            observer.Note(note);
        var metrics = TrainJob.Run(input.Write(project, number, options), Beside(Engine.Default), observer, cancel);
        var file = project.Versions.FileOf(number);
        var named = NameAgain(file, input.Model);
        var before = project.Versions.Current;
        var comparison = before is null ? null : Compare(project.Versions.FileOf(before.Number), file);
        cancel.ThrowIfCancellationRequested();
        var use = comparison is null || comparison.Allows || (comparison.Verdict == ReplacementVerdict.TooFewPictures && comparison.NewRight >= comparison.OldRight);

        var (adapted, zeroShot, _) = TrainingSentence.FiguresOf(metrics);
        var interval = TrainingSentence.IntervalOf(adapted);
        project.Update(d => d with { HeldOut = input.HeldOut, Trained = input.Drawn });
        var version = project.Versions.Add(new VersionDocument
        {
            Number = number,
            Version = "",
            Made = input.Drawn,
            Origin = ProjectVersions.Trained,
            Method = metrics.Method,
            Model = input.Model,
            Classes = metrics.Classes.Count + named.Count,
            Accuracy = adapted?.Accuracy,
            TestPictures = adapted?.Pictures,
            Run = number,
            Data = metrics.DataFingerprint,
            NamedClasses = [.. named.Select(c => c.Folder)],
            Comparison = comparison,
        }, use);
        project.Said(who, use ? "trained" : "trained, not used", new JsonObject
        {
            ["number"] = number,
            ["version"] = version.Version,
            ["method"] = metrics.Method,
            ["model"] = metrics.Model,
            ["modelHash"] = metrics.ModelHash,
            ["data"] = metrics.DataFingerprint,
            ["before"] = before?.Version,
            ["verdict"] = comparison?.Sentence,
        });
        return new TrainingResult(number, version.Version, metrics.Method, adapted?.Accuracy, interval?.Low, interval?.High, zeroShot?.Accuracy, adapted?.Pictures ?? 0, use, comparison,
            [.. named.Select(c => c.Name)], $"{TrainingSentence.Of(metrics)} {TrainingSentence.OfSwitch(comparison, use, before is not null)}");
    }

    /// <summary>One thread is left to those who want answers meanwhile. The result is the same bit for bit.</summary>
    static Engine Beside(Engine engine) => new(engine.Path, Math.Max(1, engine.Threads - 1), engine.MemoryBudget);

    /// <summary>Classes without pictures, which the new classifier is told by their names, where its head can.</summary>
    List<Data.ClassDefinition> NameAgain(string file, string model)
    {
        var named = new List<Data.ClassDefinition>();
        foreach (var c in input.WithoutPictures)
        {
            try
            {
                var added = ClassesJob.Add(file, [new NewClass(c.Name, c.Words) { Folder = c.Folder }], file, project.Models.Place(model), cancel: cancel);
                added.Warnings.ToList().ForEach(observer.Warn);
                named.Add(c);
            }
            catch (KronClipException error)
            {
                observer.Note($"The class '{c.Name}' has no pictures, and could not be added by its name: {error.Message}");
            }
        }
        if (named.Count > 0)
            observer.Note($"Known by name alone, without any picture, and not measured: {string.Join(", ", named.Select(c => c.Name))}.");
        return named;
    }

    /// <summary>Old against new on the pictures that were set aside; null where there is none that neither has learned from.</summary>
    ReplacementComparison? Compare(string old, string made)
    {
        var trained = TrainingInput.TrainedBy(project);
        var held = input.HeldOut.ToHashSet(StringComparer.Ordinal);
        LabelledPath[] fair = [.. project.Snapshot().Pictures.Where(p => held.Contains(p.Id) && !TrainedPictures.Contains(trained, p.Id)).Select(p => new LabelledPath(p.Path, p.Class))];
        if (fair.Length == 0)
            return null;
        observer.Begin("comparing with the former classifier", fair.Length, "pictures");
        var model = options.ModelFolders.Count > 0 && ClassifierFile.Read(old).Document.BaseModel.ContentHash == ClassifierFile.Read(made).Document.BaseModel.ContentHash ? project.Models.Place(input.Model) : null;
        var comparison = ReplacementJob.Compare(old, made, fair, options.Cache, model, null, cancel);
        observer.End();
        return comparison.Pictures == 0 ? null : comparison;
    }
}
