namespace Goalkeeper.Runner;

/// <summary>Takes a line.</summary>
/// <param name="number">Its number, from 1, as an editor counts.</param>
/// <param name="line">Its bytes, without what ends it.</param>
/// <param name="isWhole">False: it had no end, or was longer than <see cref="LineReader.Longest"/>, which is all that is given.</param>
internal delegate void LineReceiver(int number, ReadOnlySpan<byte> line, bool isWhole);

/// <summary>
/// Makes lines of bytes that come in pieces. A carriage return ends a line too: progress bars go back with it and write over themselves.
/// </summary>
internal sealed class LineReader(LineReceiver receiver)
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
        while (piece.IndexOfAny((byte)'\n', (byte)'\r') is var end and >= 0)
        {
            if (_length == 0 && end <= Longest && !_isTooLong) receiver(_number, piece[..end], isWhole: true);
            else
            {
                Keep(piece[..end]);
                Give(isWhole: !_isTooLong);
            }
            if (piece[end] == '\n') _number++;
            piece = piece[(end + 1)..];
        }
        Keep(piece);
    }

    /// <summary>No more comes: a line that was begun is the last.</summary>
    public void End()
    {
        if (_length > 0) Give(isWhole: false);
    }

    private void Give(bool isWhole)
    {
        receiver(_number, _begun.AsSpan(0, _length), isWhole);
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
