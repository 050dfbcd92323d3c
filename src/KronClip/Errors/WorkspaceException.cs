namespace KronClip;

/// <summary>Why a workspace does not do what it was asked to.</summary>
public enum WorkspaceFault
{
    /// <summary>There is no project, class, picture or version of that name.</summary>
    NotFound,

    /// <summary>What was given cannot be used, such as a name.</summary>
    Refused,

    /// <summary>It contradicts what is there, such as a second class of the same name, or a training that runs.</summary>
    Conflict,

    /// <summary>A limit of the workspace is reached.</summary>
    Full,
}

/// <summary>A workspace with projects does not do what it was asked to; nothing was changed.</summary>
public sealed class WorkspaceException(WorkspaceFault fault, string message, Exception? inner = null) : KronClipException(message, inner)
{
    /// <summary>Of which kind the reason is.</summary>
    public WorkspaceFault Fault => fault;
}
