namespace KronClip.Evaluation;

/// <summary>What a published name is to a method of ours.</summary>
public enum PublishedKind
{
    /// <summary>The method itself, as its authors or a table of the field have it.</summary>
    Own,

    /// <summary>The method, run again or tuned anew by others with settings that are not known here.</summary>
    Rerun,

    /// <summary>Another method: an anchor, since the method itself has no published figure.</summary>
    Neighbour,
}

/// <summary>A name under which figures were published.</summary>
/// <param name="Name">As published.json has it.</param>
/// <param name="Kind">What it is to the method.</param>
public sealed record PublishedName(string Name, PublishedKind Kind);

/// <summary>Which published names belong to a method of the catalogue.</summary>
public static class PublishedMethods
{
    /// <summary>
    /// CoOp has four published averages of base-to-new, from 71.7 to 75.2: beating the lowest proves little, so all of them stand there. Of CK-CoOp no table was found; its neighbours are anchors.
    /// </summary>
    static readonly Dictionary<string, PublishedName[]> Names = new(StringComparer.Ordinal)
    {
        ["zero-shot"] = [Own("CLIP zero-shot"), Own("Zero-shot CLIP")],
        ["coop"] = [Own("CoOp"), Rerun("KgCoOp paper CoOp run"), Rerun("CoOp (re-run by DPC)"), Rerun("CoOp (re-tuned by DePT)")],
        ["cocoop"] = [Own("CoCoOp"), Rerun("CoCoOp (re-tuned by DePT)")],
        ["kgcoop"] = [Own("KgCoOp"), Rerun("KgCoOp (re-tuned by DePT)")],
        ["prograd"] = [Own("ProGrad"), Rerun("ProGrad (QPrompt paper run, 16.4KB)")],
        ["tip-adapter"] = [Own("Tip-Adapter (training-free)")],
        ["tip-adapter-f"] = [Own("Tip-Adapter-F")],
        ["gda"] = [Own("GDA (training-free)")],
        ["lp++"] = [Own("LP++")],
        ["linear-probe"] = [Own("Linear probe")],
        ["ridge"] = [Own("ProKeR (closed-form kernel ridge)")],
        ["ck-coop"] = [Neighbour("CoOp (re-tuned by DePT)"), Neighbour("ProGrad"), Neighbour("KgCoOp")],
    };

    /// <summary>The names of a method; none where nothing published belongs to it.</summary>
    public static IReadOnlyList<PublishedName> Of(string method) => Names.GetValueOrDefault(method) ?? [];

    static PublishedName Own(string name) => new(name, PublishedKind.Own);

    static PublishedName Rerun(string name) => new(name, PublishedKind.Rerun);

    static PublishedName Neighbour(string name) => new(name, PublishedKind.Neighbour);
}
