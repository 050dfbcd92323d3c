using System.Globalization;
using System.Net.Http.Headers;

namespace KronClip.Hub;

/// <summary>The file is another one than the Hub said before.</summary>
sealed class BlobChangedException(string file) : Exception($"'{file}' changed while it was downloaded.");

/// <summary>
/// Fetches one file: goes on where an earlier download broke off, starts over where the server cannot do that or where it is no longer the same file, and holds the result against its hash.
/// </summary>
sealed class BlobDownload(HubHttp http, RepoId repo, RemoteFile file, PartialBlob partial, IHubObserver observer)
{
    const int Chunk = 1 << 16;

    /// <summary>A break after this many new bytes does not count towards the attempts.</summary>
    const long Progress = 1 << 20;

    EntityTagHeaderValue? bodyTag;

    /// <summary>Fetches until the file is whole.</summary>
    /// <exception cref="HubException">The Hub says no, or the connection breaks again and again; what came is kept.</exception>
    /// <exception cref="BlobChangedException">The Hub names another hash now.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        for (var failures = 0; partial.Length < file.Size;)
        {
            var before = partial.Length;
            try
            {
                await AppendAsync(cancel).ConfigureAwait(false);
            }
            catch (PassingFailure failure)
            {
                failures = partial.Length - before >= Progress ? 1 : failures + 1;
                if (failures >= HubHttp.Attempts)
                    throw HubFailure.Unreachable(failure, $"'{file.Name}' of '{repo}'");
                await http.System.Delay(HubHttp.Pause(failures), cancel).ConfigureAwait(false);
            }
        }
    }

    async Task AppendAsync(CancellationToken cancel)
    {
        var offset = partial.Length;
        using var answer = await http.SendAsync(HttpMethod.Get, file.Address, repo, file.Name, headers => Ask(headers, offset), cancel).ConfigureAwait(false);
        if (answer.Headers.Etag is { } etag && etag != file.Etag && answer.Headers.Commit is not null)
            throw new BlobChangedException(file.Name);
        if (HubHeaders.IsWebPage(answer.Message))
            throw HubFailure.WebPage(answer.Host, $"'{file.Name}' of '{repo}'", http.Settings);
        var content = answer.Message.Content.Headers;
        var goesOn = answer.Status == 206 && content.ContentRange is { } range && range.From == offset && (range.Length ?? file.Size) == file.Size
            && (offset == 0 || bodyTag is null || bodyTag.Equals(answer.Message.Headers.ETag));
        if (offset > 0 && !goesOn)
        {
            partial.Clear();                    // the whole file comes, or another part of it, or another file
            offset = 0;
            if (answer.Status != 200)
                throw new PassingFailure(Text($"{answer.Host} does not go on where the download broke off (status {answer.Status}), so it starts over."));
        }
        if (content.ContentLength is { } length && offset + length != file.Size)
            throw new PassingFailure(Text($"{answer.Host} sends {offset + length:#,0} bytes where the Hub names {file.Size:#,0}."));
        bodyTag = answer.Message.Headers.ETag;
        await CopyAsync(answer, cancel).ConfigureAwait(false);
    }

    void Ask(HttpRequestHeaders headers, long offset)
    {
        if (offset == 0)
            return;
        headers.Range = new RangeHeaderValue(offset, null);
        if (bodyTag is { IsWeak: false } tag)
            headers.IfRange = new RangeConditionHeaderValue(tag);
    }

    async Task CopyAsync(HubAnswer answer, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var buffer = new byte[Chunk];
        try
        {
            using var body = await answer.Message.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            while (true)
            {
                patience.CancelAfter(http.Settings.Patience);
                var read = await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
                if (read == 0)
                    break;
                if (partial.Length + read > file.Size)
                {
                    partial.Clear();
                    throw new PassingFailure(Text($"{answer.Host} sends more than the {file.Size:#,0} bytes that the Hub names."));
                }
                partial.Append(buffer.AsSpan(0, read));
                observer.Advance(partial.Length);
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new PassingFailure(Text($"the connection to {answer.Host} broke after {partial.Length:#,0} of {file.Size:#,0} bytes."), error);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new PassingFailure(Text($"{answer.Host} sent nothing for {http.Settings.Patience.TotalSeconds:0} seconds, after {partial.Length:#,0} of {file.Size:#,0} bytes."), error);
        }
        if (partial.Length < file.Size)
            throw new PassingFailure(Text($"the connection to {answer.Host} ended after {partial.Length:#,0} of {file.Size:#,0} bytes."));
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
