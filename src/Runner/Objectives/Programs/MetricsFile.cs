namespace Goalkeeper.Runner;

/// <summary>Follows the file that a program may write metrics to.</summary>
/// <param name="path">The file; it need not be there.</param>
/// <param name="lines">Takes what is new in it.</param>
internal sealed class MetricsFile(string path, LineReader lines) : IDisposable
{
    /// <summary>The most bytes that are read: no program has so many measurements, and a file may be anything.</summary>
    public const long Most = 256 << 20;

    private readonly byte[] _buffer = new byte[65536];
    private FileStream? _file;
    private long _read;

    /// <summary>Reads what has been added. A file that cannot be read has nothing.</summary>
    public void Read()
    {
        try
        {
            // A pipe or a device in its place has no length, and is not opened: it might wait for ever.
            if (_file is null && new FileInfo(path) is not { Exists: true, Length: > 0, LinkTarget: null }) return;
            _file ??= new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            while (_read < Most && _file.Read(_buffer) is var read and > 0)
            {
                _read += read;
                lines.Add(_buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What it had been told remains.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
