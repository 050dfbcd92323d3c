namespace KronClip.Methods;

/// <summary>
/// All methods: command line, JSON, docs and tests read this one list. A new method is one new file, with a line here and one in <see cref="MethodsJson"/>; a test
/// finds a method that is in neither.
/// </summary>
public static class MethodCatalogue
{
    static readonly Lazy<IReadOnlyList<MethodDefinition>> Listed = new(() =>
    [
        .. new[]
        {
            Auto.Definition,
            CkCoOp.Definition,
            CoCoOp.Definition,
            CoOp.Definition,
            Gda.Definition,
            KgCoOp.Definition,
            LinearProbe.Definition,
            LinearProbePlusPlus.Definition,
            ProGrad.Definition,
            Ridge.Definition,
            TipAdapter.Definition,
            TipAdapterF.Definition,
            ZeroShot.Definition,
        }.OrderBy(definition => definition.Name, StringComparer.Ordinal),
    ]);

    /// <summary>Every method, by name.</summary>
    public static IReadOnlyList<MethodDefinition> All => Listed.Value;

    /// <summary>The method called <paramref name="name"/>.</summary>
    /// <exception cref="OptionsException">There is none; the message lists those there are.</exception>
    public static MethodDefinition Find(string name) =>
        All.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new OptionsException($"There is no method '{name}'. There are: {string.Join(", ", All.Select(m => m.Name))}.");
}
