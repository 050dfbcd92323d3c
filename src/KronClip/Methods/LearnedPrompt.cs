using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>
/// What a prompt method has learned, apart from model and classes: what a classifier file keeps of it. More classes can be named with it, and a training can go on from
/// it. Immutable.
/// </summary>
/// <param name="Definition">The method.</param>
/// <param name="Options">Its options.</param>
/// <param name="Parameters">The learned tensors.</param>
/// <param name="ContextWords">V [M×d], as the classifier has it; null where it depends on the picture.</param>
sealed record LearnedPrompt(PromptMethodDefinition Definition, IMethodOptions Options, IReadOnlyList<NamedTensor> Parameters, NamedTensor? ContextWords)
{
    const string ContextName = TrainedPrompt.ContextName;

    /// <summary>Rounding of another processor or kernel path stays below; another dictionary does not.</summary>
    const double RoundingOfContext = 1e-3;

    /// <summary>What the prompt looks like.</summary>
    public PromptShape Shape => Definition.PromptShape(Options);

    /// <summary>The state of a method under training, copied.</summary>
    public static LearnedPrompt Of(PromptMethodDefinition definition, IMethodOptions options, TrainedPrompt trained, PromptMethod method) => new(
        definition, options, [.. method.Parameters.Select(p => new NamedTensor(p.Name, p.Shape, p.Values))], trained.Learned.FirstOrDefault(t => t.Name == ContextName));

    /// <summary>Takes it out of a classifier.</summary>
    /// <exception cref="ClassifierException">The classifier cannot take more classes; the message says why.</exception>
    public static LearnedPrompt Of(Classifier classifier)
    {
        var (document, head) = (classifier.Document, classifier.Head);
        var name = document.Method.Name;
        var method = MethodCatalogue.All.FirstOrDefault(m => m.Name == name)
            ?? throw new ClassifierException($"The classifier was made by the method '{name}', which this version does not know. A newer KronClip may be needed.");
        if (!method.Learns)
            throw new ClassifierException($"{method.Title} learns nothing that could be gone on from. Make a classifier of all classes: kronclip train with --method {name}.");
        if (method is not PromptMethodDefinition definition)
            throw new ClassifierException($"What {method.Title} learns belongs to the classes that it was fitted to, so it cannot take others. Train again with all classes, or extend a classifier that learned a prompt.");
        var options = Read(definition, document.Method);
        if (!definition.ServesNewClasses(options))
            throw new ClassifierException($"This {method.Title} has a context for each class of its own (classSpecific), and a new class has none. Train again with all classes, or with a context that all classes share.");
        var perImage = head.Kind == PromptPerImageHead.KindName;
        if (!perImage && head is not EmbeddingsHead)
            throw new ClassifierException($"The classifier's head is of kind '{head.Kind}', which is fitted to its classes beside the prompt, so it cannot take others. Extend the classifier of the prompt alone, or train again with all classes.");
        var context = perImage ? null : classifier.Learned.FirstOrDefault(t => t.Name == ContextName)
            ?? throw new ClassifierException($"The classifier keeps no '{ContextName}', without which no class can be named; train again.");
        return new LearnedPrompt(definition, options, perImage ? head.Tensors : [.. classifier.Learned.Where(t => t.Name != ContextName)], context);
    }

    /// <summary>Puts the learned numbers into a method that was made with the same options.</summary>
    /// <returns>How far V is from the one that was kept, |V' − V| / |V|: 0, or rounding of another processor or kernel path.</returns>
    /// <exception cref="ClassifierException">The tensors are others, or the context comes out as another one.</exception>
    public double RestoreTo(PromptMethod method)
    {
        var saved = Parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);
        if (saved.Count != method.Parameters.Count || method.Parameters.Any(p => saved.GetValueOrDefault(p.Name)?.Shape.SequenceEqual(p.Shape) != true))
            throw new ClassifierException(
                $"The classifier holds the tensors {string.Join(", ", Parameters.Select(p => $"{p.Name} {p.ShapeText}"))}, but its method has {string.Join(", ", method.Parameters.Select(p => $"{p.Name} [{string.Join(" × ", p.Shape)}]"))}. Make the classifier again.");
        foreach (var parameter in method.Parameters)
            saved[parameter.Name].Values.CopyTo(parameter.Values);
        if (ContextWords is null)
            return 0;
        var v = new Matrix(method.ContextRows, ContextWords.Shape[1]);
        method.Context([], v);
        var difference = Difference(v.Span, ContextWords.Values);
        return difference <= RoundingOfContext ? difference : throw new ClassifierException(FormattableString.Invariant(
            $"The classifier's context cannot be made again here: it comes out another by {difference:0.###} of its length, since the centres of the dictionary are others. They depend on the kernel path; take the one it was trained with (--kernel), or name the new classes alone (--freeze)."));
    }

    /// <summary>A head of the old classes, whose rows stay bit for bit what they are, and of more classes that the learned prompt names.</summary>
    /// <param name="head">The classifier's head, as its file has it.</param>
    /// <param name="text">The text tower.</param>
    /// <param name="added">Tokens of the new classes.</param>
    /// <param name="names">Their names, for messages.</param>
    /// <exception cref="TokenizerException">A prompt does not fit into the tower's positions.</exception>
    public ClassifierHead Name(ClassifierHead head, TextTower text, IReadOnlyList<ClassTokens> added, IReadOnlyList<string> names)
    {
        if (head is PromptPerImageHead perImage)
        {
            PromptClass[] classes = [.. perImage.Prompts, .. added.Select(c => new PromptClass(c.NameAndStop, c.NameLength))];
            return PerImagePrompt.Join(new PromptPerImageHead(perImage.Tensors, classes, perImage.Position), text);
        }
        var v = new Matrix(ContextWords!.Shape[0], ContextWords.Shape[1], ContextWords.Values.ToArray());
        var layout = PromptLayout.Packed(text, added, Shape.ContextWords, Shape.Position, classSpecific: false, names);
        var fresh = EmbeddingsHead.FromRaw(text.Prepare(layout, keep: false).Forward(v)).Tensors[0];
        var old = head.Tensors[0];
        return new EmbeddingsHead(new NamedTensor(old.Name, [old.Shape[0] + added.Count, old.Shape[1]], [.. old.Values, .. fresh.Values]));
    }

    static IMethodOptions Read(PromptMethodDefinition definition, MethodDescription described)
    {
        try
        {
            return definition.ReadOptions(JsonNode.Parse(described.Options.GetRawText())!.AsObject());
        }
        catch (OptionsException error)
        {
            throw new ClassifierException($"The options in the classifier cannot be used: {error.Message} A newer KronClip may be needed.", error);
        }
    }

    static double Difference(ReadOnlySpan<float> now, ReadOnlySpan<float> kept)
    {
        double apart = 0, length = 0;
        for (var i = 0; i < kept.Length; i++)
        {
            apart += (now[i] - (double)kept[i]) * (now[i] - (double)kept[i]);
            length += kept[i] * (double)kept[i];
        }
        return apart == 0 ? 0 : Math.Sqrt(apart / length);
    }
}
