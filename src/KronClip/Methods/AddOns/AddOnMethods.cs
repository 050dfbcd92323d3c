namespace KronClip.Methods;

/// <summary>What the options that all prompt methods share add to a method, whichever it is.</summary>
static class AddOnMethods
{
    /// <summary>The method, held to many sentences where its options ask for that.</summary>
    public static PromptMethod Around(PromptMethod method, PromptSetup setup, IMethodOptions options)
    {
        if (options is not PromptMethodOptions { Consistency: > 0 } given)
            return method;
        var sentences = GeneralTemplates.OrOwn(given.ConsistencyTemplates);
        return new ConsistentPrompt(method, ConsistentPrompt.Teacher(setup, sentences), given.Consistency,
            FormattableString.Invariant($"The class embeddings are held to the mean of {sentences.Count} {(sentences.Count == 1 ? "sentence" : "sentences")} of each class, with weight {given.Consistency}."));
    }

    /// <summary>The method in closed form that stands beside the prompt, or null.</summary>
    public static (MethodDefinition Definition, IMethodOptions Options)? ClosedForm(IMethodOptions options) => options is not PromptMethodOptions given ? null : given.ClosedForm switch
    {
        ClosedFormKind.Gda => (Gda.Definition, new GdaOptions()),
        ClosedFormKind.Ridge => (Ridge.Definition, new RidgeOptions()),
        _ => null,
    };
}
