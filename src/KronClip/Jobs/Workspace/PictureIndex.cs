using System.Text;
using System.Text.Json;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>
/// pictures.jsonl: what files were called and how they came, a line for each, the last one of a picture counts. Lines are appended, so that many small uploads stay cheap; a line that was
/// broken off is passed over, and a lost one costs a name, never a picture.
/// </summary>
sealed class PictureIndex(string path)
{
    /// <summary>The last line of each picture.</summary>
    public Dictionary<string, PictureNote> Read()
    {
        var notes = new Dictionary<string, PictureNote>(StringComparer.Ordinal);
        if (!File.Exists(path))
            return notes;
        foreach (var line in File.ReadLines(path))
        {
            try
            {
                if (line.Length > 0 && JsonSerializer.Deserialize(line, PictureNoteJson.Default.PictureNote) is { Id: not null } note)
                    notes[note.Id] = note;
            }
            catch (JsonException)
            {
                // Broken off by a kill; the picture itself is whole.
            }
        }
        return notes;
    }

    /// <exception cref="StorageException">It could not be written.</exception>
    public void Append(PictureNote note)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            var broken = false;
            if (stream.Length > 0)
            {
                stream.Seek(-1, SeekOrigin.End);
                broken = stream.ReadByte() != '\n';
            }
            stream.Seek(0, SeekOrigin.End);
            stream.Write(Encoding.UTF8.GetBytes((broken ? "\n" : "") + JsonSerializer.Serialize(note, PictureNoteJson.Default.PictureNote) + "\n"));
        }
        catch (Exception error) when (DiskFault.Is(error))
        {
            throw new StorageException($"'{path}' could not be written: {error.Message} Free some space or choose another place for the workspace.", error);
        }
    }

    /// <summary>Writes it anew with the notes of the pictures that are there.</summary>
    /// <exception cref="StorageException">It could not be written.</exception>
    public void Compact(IEnumerable<PictureNote> notes) =>
        AtomicFile.WriteText(path, string.Concat(notes.Select(note => JsonSerializer.Serialize(note, PictureNoteJson.Default.PictureNote) + "\n")));
}
