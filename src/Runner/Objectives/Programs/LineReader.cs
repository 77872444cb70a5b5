namespace Goalkeeper.Runner;

/// <summary>Takes a line.</summary>
/// <param name="number">Its number, from 1, as an editor counts.</param>
/// <param name="line">Its bytes, without what ends it.</param>
/// <param name="isWhole">False: it had no end, or was longer than <see cref="LineReader.Longest"/>, which is all that is given.</param>
internal delegate void LineReceiver(int number, ReadOnlySpan<byte> line, bool isWhole);

/// <summary>Whether there may be anything in some lines; it may say so in error, but not the opposite.</summary>
internal delegate bool LineFilter(ReadOnlySpan<byte> lines);

/// <summary>
/// Makes lines of bytes that come in pieces. A carriage return ends a line too: progress bars go back with it and write over themselves.
/// </summary>
/// <param name="receiver">Takes each.</param>
/// <param name="filter">Keeps from it what need not be looked at one by one: a program may write millions a second.</param>
internal sealed class LineReader(LineReceiver receiver, LineFilter filter)
{
    /// <summary>A longer line is no message, but data.</summary>
    public const int Longest = 65536;

    private byte[] _begun = [];
    private int _length;
    private bool _isTooLong;
    private int _number = 1;

    /// <summary>Takes the next piece.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        if (_length > 0) piece = piece[Line(piece)..];
        var end = piece.LastIndexOfAny((byte)'\n', (byte)'\r') + 1;
        if (filter(piece[..end]))
        {
            for (var lines = piece[..end]; !lines.IsEmpty;) lines = lines[Line(lines)..];
        }
        else
        {
            _number += piece[..end].Count((byte)'\n');
        }
        Keep(piece[end..]);
    }

    /// <summary>No more comes: a line that was begun is the last.</summary>
    public void End()
    {
        if (_length > 0) Give(_begun.AsSpan(0, _length), isWhole: false);
    }

    /// <summary>Takes one line, or its beginning.</summary>
    /// <returns>How many bytes it took.</returns>
    private int Line(ReadOnlySpan<byte> piece)
    {
        var end = piece.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0 || end > Longest || _length > 0) Keep(end < 0 ? piece : piece[..end]);
        if (end < 0) return piece.Length;
        Give(_length > 0 ? _begun.AsSpan(0, _length) : piece[..end], isWhole: !_isTooLong);
        if (piece[end] == '\n') _number++;
        return end + 1;
    }

    private void Give(ReadOnlySpan<byte> line, bool isWhole)
    {
        receiver(_number, line, isWhole);
        (_length, _isTooLong) = (0, false);
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        var room = Longest - _length;
        _isTooLong |= piece.Length > room;
        piece = piece[..Math.Min(piece.Length, room)];
        if (_begun.Length < _length + piece.Length) Array.Resize(ref _begun, Math.Min(Longest, Math.Max(1024, 2 * (_length + piece.Length))));
        piece.CopyTo(_begun.AsSpan(_length));
        _length += piece.Length;
    }
}
