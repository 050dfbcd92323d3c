namespace KronClip.Evaluation;

/// <summary>How a method is put to the test (docs/protocols.md).</summary>
public enum ProtocolKind
{
    /// <summary>Trained on all classes of the source, measured on the source's own test pictures.</summary>
    FewShot,

    /// <summary>Trained on the first half of the classes, measured on each half against that half's names alone.</summary>
    BaseToNew,

    /// <summary>Trained on all classes of the source, measured on the same classes in pictures of another kind.</summary>
    Domain,

    /// <summary>Trained on all classes of the source, measured on another task's classes, which are only named.</summary>
    CrossTask,
}
