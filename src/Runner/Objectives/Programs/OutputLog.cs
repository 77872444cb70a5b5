using System.Globalization;
using System.Text;

namespace Goalkeeper.Runner;

/// <summary>
/// What a program wrote, byte for byte, in a file of bounded size: its beginning as it comes, and where it is more, a line that says how much
/// was left out, and its end. The end is kept in memory and written down now and then, so that gigabytes cost no disk and can be followed.
/// A log that cannot be written harms no trial.
/// </summary>
internal sealed class OutputLog : IDisposable
{
    /// <summary>The bytes of a log unless it is told otherwise, half of them for the end.</summary>
    public const int DefaultLimit = 10 << 20;

    private static readonly TimeSpan BetweenEnds = TimeSpan.FromSeconds(2);

    private readonly int _half;
    private readonly TimeProvider _clock;
    private readonly FileStream? _file;
    private byte[] _end = [];
    private long _length;
    private long _writtenLength;
    private long _writtenAt;

    /// <summary>Begins a log.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="limit">The most bytes of output in it.</param>
    /// <param name="clock">Tells when the end is written down again.</param>
    /// <param name="mode">How the file is opened.</param>
    public OutputLog(string path, int limit, TimeProvider clock, FileMode mode = FileMode.CreateNew)
    {
        (_half, _clock) = (limit / 2, clock);
        try
        {
            _file = new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem = $"the output was not kept: {e.Message}";
        }
    }

    /// <summary>The last line of a log that has anything in it, shortened where it is long; null: there is none.</summary>
    public static string? LastLine(string path)
    {
        const int most = 4096;
        const int shown = 300;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = Math.Max(0, file.Length - most);
            var bytes = new byte[Math.Min(most, file.Length)];
            file.ReadExactly(bytes);
            var line = Encoding.UTF8.GetString(bytes).Split('\n', '\r').LastOrDefault(l => !string.IsNullOrWhiteSpace(l))?.Trim();
            return line?.Length > shown ? $"…{line[^shown..]}" : line;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Why it is not whole; null: nothing is wrong.</summary>
    public string? Problem { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> output)
    {
        var first = (int)Math.Clamp(_half - _length, 0, output.Length);
        if (first > 0) Try(output[..first], static (file, bytes) => file.Write(bytes));
        _length += first;
        if (first < output.Length) Keep(output[first..]);
    }

    /// <summary>Writes down the end, where it is time to.</summary>
    public void Flush()
    {
        if (_length > _writtenLength && _length > _half && _clock.GetElapsedTime(_writtenAt) >= BetweenEnds) WriteEnd();
    }

    /// <summary>Writes down the end.</summary>
    public void Dispose()
    {
        if (_length > _half) WriteEnd();
        try
        {
            _file?.Dispose();
        }
        catch (IOException e)
        {
            Problem ??= $"the output was not kept: {e.Message}";
        }
    }

    // A ring: byte n of what follows the first half stands at n modulo its size.
    private void Keep(ReadOnlySpan<byte> output)
    {
        if (_end.Length == 0) _end = new byte[_half];
        var at = _length - _half;
        _length += output.Length;
        if (output.Length > _half)
        {
            at += output.Length - _half;
            output = output[^_half..];
        }
        var place = (int)(at % _half);
        var upToWrap = Math.Min(output.Length, _half - place);
        output[..upToWrap].CopyTo(_end.AsSpan(place));
        output[upToWrap..].CopyTo(_end);
    }

    private void WriteEnd()
    {
        var left = _length - 2 * _half;
        var place = left > 0 ? (int)(left % _half) : 0;
        var marker = left > 0 ? string.Create(CultureInfo.InvariantCulture, $"\n[goalkeeper: {left} bytes left out]\n") : "";
        Try([], (file, _) =>
        {
            file.Position = _half;
            file.Write(Encoding.ASCII.GetBytes(marker));
            file.Write(_end.AsSpan(place, (int)Math.Min(_half, _length - _half) - place));
            file.Write(_end.AsSpan(0, place));
            file.SetLength(file.Position);
        });
        (_writtenLength, _writtenAt) = (_length, _clock.GetTimestamp());
    }

    private void Try(ReadOnlySpan<byte> bytes, FileAction action)
    {
        if (_file is null || Problem is not null) return;
        try
        {
            action(_file, bytes);
        }
        catch (IOException e)
        {
            Problem = $"the output was not kept to its end: {e.Message}";
        }
    }

    private delegate void FileAction(FileStream file, ReadOnlySpan<byte> bytes);
}
