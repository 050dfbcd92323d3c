using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>How a method meets the stages of a study.</summary>
/// <param name="Id">Unique among the ways.</param>
/// <param name="Title">For a person.</param>
/// <param name="Replay">Which earlier pictures are trained on again; null where nothing is trained after the first stage.</param>
/// <param name="Refresh">Whether CK-CoOp's dictionary takes the words of each stage's new classes.</param>
/// <param name="Joint">Whether each stage is trained from the start on everything there is so far.</param>
sealed record StageWay(string Id, string Title, ReplayChoice? Replay, bool Refresh = false, bool Joint = false)
{
    /// <summary>All ways of a method.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="replay">Pictures of each earlier class where some are trained on again.</param>
    public static IReadOnlyList<StageWay> Of(IMethodOptions options, int replay) =>
    [
        new("named", "named only after stage 1", null),
        new("replay=none", "no replay", ReplayChoice.None),
        new(FormattableString.Invariant($"replay={replay}"), FormattableString.Invariant($"replay {replay} of each class"), new ReplayChoice(replay)),
        new("replay=all", "replay all", ReplayChoice.All),
        .. options is CkCoOpOptions ? [new StageWay("refresh", "replay all, dictionary grows", ReplayChoice.All, Refresh: true)] : Array.Empty<StageWay>(),
        new("joint", "all at once (upper line)", ReplayChoice.All, Joint: true),
    ];
}
