namespace Goalkeeper.Cli.Output;

/// <summary>
/// Files that are written beside their places and then put there, all of them or none: who reads a file never finds half of it, and what
/// was there stays until the new is whole and on the disk. Where a link stood, a file stands afterwards.
/// </summary>
internal sealed class WholeFiles : IDisposable
{
    private readonly List<(string Written, string Place)> _files = [];

    /// <summary>Writes one file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string place, ReadOnlySpan<byte> content)
    {
        using var files = new WholeFiles();
        files.Add(place, content);
        files.Replace();
    }

    /// <summary>Writes a file beside its place.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Add(string place, ReadOnlySpan<byte> content)
    {
        var written = Path.Combine(Path.GetDirectoryName(place)!, $".{Path.GetFileName(place)}.new");
        // What a killed process left. CreateNew follows no link.
        File.Delete(written);
        _files.Add((written, place));
        try
        {
            using var stream = new FileStream(written, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // .NET's word for EFBIG.
            throw new IOException("The file would be too large for the disk or the limit of this process.", e);
        }
    }

    /// <summary>Puts all of them in their places.</summary>
    /// <exception cref="IOException">A folder stands in the place of one; none is put anywhere.</exception>
    public void Replace()
    {
        if (_files.Find(f => Directory.Exists(f.Place)).Place is { } folder) throw new IOException($"'{folder}' is a folder.");
        foreach (var (written, place) in _files) File.Move(written, place, overwrite: true);
        _files.Clear();
    }

    /// <summary>Removes what was not put in its place.</summary>
    public void Dispose()
    {
        foreach (var (written, _) in _files) File.Delete(written);
    }
}
