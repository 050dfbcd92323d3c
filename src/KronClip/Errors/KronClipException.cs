namespace KronClip;

/// <summary>
/// Base of every error that KronClip raises on purpose. The message says what is wrong, where (path, class, key, shape)
/// and what to do next, so that it can be shown to a person as it stands.
/// </summary>
public abstract class KronClipException : Exception
{
    /// <summary>Creates the error with a message for a person and, where there is one, the cause.</summary>
    protected KronClipException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>An option, argument or setting is not usable as given (exit code 2 on the command line).</summary>
public sealed class OptionsException(string message, Exception? inner = null) : KronClipException(message, inner);

/// <summary>A model folder, checkpoint, configuration or tokenizer file cannot be trusted or does not fit.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : KronClipException(message, inner);

/// <summary>A text cannot be turned into tokens for the model at hand (for example a class name over 77 tokens).</summary>
public sealed class TokenizerException(string message, Exception? inner = null) : KronClipException(message, inner);

/// <summary>A picture cannot be decoded, or is refused before decoding because of its size.</summary>
public sealed class ImageException(string message, Exception? inner = null) : KronClipException(message, inner);

/// <summary>A folder of pictures, a manifest, a class file or a split cannot be used.</summary>
public sealed class DataException(string message, Exception? inner = null) : KronClipException(message, inner);

/// <summary>A .kronclip file is damaged, was made by a newer version, or does not belong to the model at hand.</summary>
public sealed class ClassifierException(string message, Exception? inner = null) : KronClipException(message, inner);

/// <summary>Training had to stop (non-finite loss, a run folder in use, options that changed under a run).</summary>
public sealed class TrainingException(string message, Exception? inner = null) : KronClipException(message, inner);

/// <summary>A file could not be written whole (disk full, read-only folder); what was there before is untouched.</summary>
public sealed class StorageException(string message, Exception? inner = null) : KronClipException(message, inner);

/// <summary>A model could not be fetched from the Hub, is not in its cache, or is of a kind that is not fetched.</summary>
public sealed class HubException(string message, Exception? inner = null) : KronClipException(message, inner);
