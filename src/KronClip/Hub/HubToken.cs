namespace KronClip.Hub;

/// <summary>The key to private and gated repositories. It is sent to the Hub's own host alone, and nothing ever prints it.</summary>
sealed class HubToken
{
    HubToken(string secret, string source) => (Secret, Source) = (secret, source);

    /// <summary>What goes into the request.</summary>
    public string Secret { get; }

    /// <summary>The variable or file that it comes from, which may be shown.</summary>
    public string Source { get; }

    /// <summary>A token out of a text; null where the text is empty.</summary>
    /// <exception cref="OptionsException">It holds something that no token holds; the message does not show it.</exception>
    public static HubToken? From(string? text, string source)
    {
        var secret = text?.Trim();
        if (string.IsNullOrEmpty(secret))
            return null;
        return secret.All(c => c is > ' ' and < '\x7f')
            ? new HubToken(secret, source)
            : throw new OptionsException($"The token in {source} has spaces, line ends or letters that no token has. Copy it again from the settings of your account.");
    }

    /// <summary>Where the token comes from, and nothing of the token.</summary>
    public override string ToString() => $"the token from {Source}";
}
